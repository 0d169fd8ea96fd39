using System.CommandLine;
using System.Globalization;
using Kindred.Cli.Search;
using Kindred.Cli.Shell;
using Kindred.Domain;
using Kindred.Evaluation;
using Kindred.Recommend;

namespace Kindred.Cli.Verbs;

/// <summary><c>kindred search</c>: products for a text.</summary>
internal static class SearchVerb
{
    private static readonly Argument<string> Query = new("TEXT") { Description = "What is looked for, in any language." };

    private static readonly Option<string> Method = new("--method") { Description = $"How to search: {MethodList.Names}.", HelpName = "NAME", DefaultValueFactory = _ => "hybrid" };

    private static readonly Option<int> Top = NumberOption.Create("--top", "Most products shown.", "N", 1, 10_000, 10);

    public static Command Create() => Verb.Create(
        "search",
        "Find products of the workspace for a text: by words (bm25), by meaning (dense) or both (hybrid).",
        ["kindred search \"red running shoes\"", "kindred search \"洗发水 500ml\" --method bm25 --top 5", "kindred search \"lunch box\" --json"],
        context => Task.FromResult(Run(context)),
        Query, Method, Top, EncoderOption.Encoder, CrossEncoderOption.Folder);

    private static int Run(RunContext context)
    {
        string query = context.Arguments.GetValue(Query)!;
        using var vectors = new SharedVectors(context);
        RetrievalMethod method = MethodList.Parse(context, vectors, context.Arguments.GetValue(Method)!) is [var one] ? one
            : throw new KindredDataException("A search has one method and one encoder; --method or --encoder names several.");
        (CatalogueTexts catalogue, ScoredList answer) = Progress.Show(context, progress =>
        {
            CatalogueTexts texts = CatalogueTexts.Load(context, "search");
            using IProductSearch search = method.Build(new RetrievalTask(texts.Products, texts.Texts, texts.Titles, []), progress, context.Cancellation);
            return (texts, search.Search([query], context.Arguments.GetValue(Top), context.Cancellation)[0]);
        });
        var found = Enumerable.Range(0, answer.Count).Select(i => new
        {
            ProductId = catalogue.Products[answer.Rows[i]].Value,
            Title = catalogue.Titles[answer.Rows[i]],
            Score = answer.Scores[i],
        }).ToArray();
        if (context.Json)
        {
            JsonOutput.WriteReport(context.Output, new { Query = query, Method = method.Name, Products = found });
            return ExitCode.Done;
        }

        foreach (var product in found)
        {
            context.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{product.Score,8:0.0000}  {product.ProductId,-14}  {product.Title}"));
        }

        if (found.Length == 0)
        {
            context.Notes.WriteLine("Nothing found. Try other words, or --method hybrid.");
        }

        return ExitCode.Done;
    }
}
