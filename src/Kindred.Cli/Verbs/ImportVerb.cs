using System.CommandLine;
using Kindred.Cli.Analysis;
using Kindred.Cli.Shell;
using Kindred.Store.Import;
using Kindred.Store.Workspaces;

namespace Kindred.Cli.Verbs;

/// <summary><c>kindred import</c>: files and PostgreSQL tables into the workspace.</summary>
internal static class ImportVerb
{
    public static Command Create()
    {
        var options = new ImportOptionSet();
        Command command = Verb.Create(
            "import",
            "Read orders, products and more into the workspace, and tell what was understood.",
            [
                "kindred import orders.csv.gz products.xlsx",
                "kindred import 订单.csv --as orders --map order_id=订单号,product_id=商品编号",
                "kindred import 'postgres://me:secret@localhost/shop?table=order_lines' --as orders",
            ],
            context => Task.FromResult(Run(context, options)),
            options.All);
        command.Validators.Add(options.Validate);
        return command;
    }

    private static int Run(RunContext context, ImportOptionSet given)
    {
        ImportOptions options = given.Read(context.Arguments);
        using Workspace workspace = Workspaces.Open(context, "import");
        IReadOnlyList<ImportReport> reports = Progress.Show(
            context, progress => Workspaces.Import(context, workspace, context.Arguments.GetValue(given.Files)!, options, progress));
        if (context.Json)
        {
            JsonOutput.WriteReport(context.Output, new { Imports = reports });
            return ExitCode.Done;
        }

        foreach (ImportReport report in reports)
        {
            ImportText.Write(context.Output, report);
        }

        return ExitCode.Done;
    }
}
