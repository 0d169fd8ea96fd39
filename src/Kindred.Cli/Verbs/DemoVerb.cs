using System.CommandLine;
using Kindred.Cli.Analysis;
using Kindred.Cli.Models;
using Kindred.Cli.Shell;
using Kindred.Domain;
using Kindred.Report;
using Kindred.Simulation;
using Kindred.Store.Import;
using Kindred.Store.Workspaces;

namespace Kindred.Cli.Verbs;

/// <summary><c>kindred demo</c>: makes a shop with known associations, runs everything on it, and scores what was found.</summary>
internal static class DemoVerb
{
    private static readonly ShopOptions Defaults = new();

    private static readonly Option<int> Products = NumberOption.Create("--products", "Products in the shop.", "N", 1_000, 1_000_000, Defaults.Products);

    private static readonly Option<long> Orders = NumberOption.Create<long>("--orders", "Orders to simulate.", "N", 1_000, 1_000_000_000, Defaults.Orders);

    private static readonly Option<int> Customers = NumberOption.Create("--customers", "Customers of the shop.", "N", 100, 100_000_000, Defaults.Customers);

    private static readonly Option<ShopLanguages> Language = NameOption.Create("--language", "Language of titles and descriptions.", Defaults.Languages);

    private static readonly Option<bool> GenerateOnly = new("--generate-only") { Description = "Only write the shop's files (orders.csv, products.csv, truth.json)." };

    private static readonly Option<string?> Folder = new("--shop") { Description = "Folder for the shop's files. Default: demo in the workspace.", HelpName = "DIR" };

    public static Command Create()
    {
        var analysis = new AnalysisOptionSet();
        return Verb.Create(
            "demo",
            "Make a realistic shop with planted associations, run everything on it, and tell how many were found.",
            ["kindred demo", "kindred demo --language both --orders 200000 --seed 7", "kindred demo --generate-only --orders 10000000 --shop big-shop"],
            context => Task.FromResult(Run(context, analysis)),
            [Products, Orders, Customers, Language, GenerateOnly, Folder, .. analysis.All]);
    }

    private static int Run(RunContext context, AnalysisOptionSet analysis)
    {
        var shop = new ShopSimulator(new ShopOptions
        {
            Products = context.Arguments.GetValue(Products),
            Orders = context.Arguments.GetValue(Orders),
            Customers = context.Arguments.GetValue(Customers),
            Languages = context.Arguments.GetValue(Language),
            Seed = context.Seed,
        });
        string folder = Path.GetFullPath(context.Arguments.GetValue(Folder) ?? Path.Combine(context.WorkspacePath, "demo"));
        var clock = new StageClock(context.Clock);
        return context.Arguments.GetValue(GenerateOnly) ? Generate(context, shop, folder, clock) : Analyse(context, analysis, shop, folder, clock);
    }

    private static int Generate(RunContext context, ShopSimulator shop, string folder, StageClock clock)
    {
        long lines = Progress.Show(context, progress => clock.Time("generate", () => WriteShop(context, shop, folder, progress)));
        if (context.Json)
        {
            JsonOutput.WriteReport(context.Output, new { Folder = folder, OrderLines = lines, Seconds = clock.Total });
        }
        else
        {
            context.Output.WriteLine($"{lines:N0} order lines in {folder} ({clock.Total:0.0} s): orders.csv, products.csv and truth.json.");
        }

        return ExitCode.Done;
    }

    private static int Analyse(RunContext context, AnalysisOptionSet analysis, ShopSimulator shop, string folder, StageClock clock)
    {
        using Workspace workspace = Workspaces.Open(context, "demo");
        (ReportModel model, bool reused) = Progress.Show(context, progress =>
        {
            clock.Time("generate", () => WriteShop(context, shop, folder, progress));
            clock.Time("import", () => Workspaces.Import(
                context, workspace, [Path.Combine(folder, "orders.csv"), Path.Combine(folder, "products.csv")], new ImportOptions(), progress));
            return AnalysisStage.GetOrRun(context, workspace, analysis.Read(context.Arguments), "Demo shop", shop.Truth, clock, progress);
        });
        string path = analysis.ReportPath(context);
        ReportFile.Write(path, EvaluationStage.AddTo(model, workspace));
        RunSummary.Write(context, model, path, clock.Total, reused);
        return ExitCode.Done;
    }

    private static long WriteShop(RunContext context, ShopSimulator shop, string folder, IProgress<StageProgress> progress)
    {
        Directory.CreateDirectory(folder);
        using (FileStream products = File.Create(Path.Combine(folder, "products.csv")))
        {
            shop.WriteProductsCsv(products);
        }

        using (FileStream truth = File.Create(Path.Combine(folder, "truth.json")))
        {
            shop.Truth.Write(truth);
        }

        using FileStream orders = File.Create(Path.Combine(folder, "orders.csv"));
        return shop.WriteOrdersCsv(orders, progress, context.Cancellation);
    }
}
