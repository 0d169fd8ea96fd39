using System.CommandLine;
using System.Globalization;
using Kindred.Cli.Search;
using Kindred.Cli.Shell;
using Kindred.Domain;
using Kindred.Evaluation;
using Kindred.Recommend;
using Kindred.Text;

namespace Kindred.Cli.Verbs;

/// <summary><c>kindred search</c>: products for a text.</summary>
internal static class SearchVerb
{
    private static readonly Argument<string> Query = new("TEXT") { Description = "What is looked for, in any language." };

    private static readonly Option<string> Method = new("--method") { Description = $"How to search: {MethodList.Names}.", HelpName = "NAME", DefaultValueFactory = _ => "hybrid" };

    private static readonly Option<int> Top = NumberOption.Create("--top", "Most products shown.", "N", 1, 10_000, 10);

    private static readonly Option<bool> Explain = new("--explain") { Description = "Show under each product the words of the query that it has, where the method goes by words (always in --json)." };

    public static Command Create() => Verb.Create(
        "search",
        "Find products of the workspace for a text: by words (words; bm25 takes them as they stand), by meaning (dense) or both (hybrid).",
        [
            "kindred search \"red runing shoes\"", "kindred search \"洗发水 500ml\" --method words --top 5 --explain",
            "kindred search \"lunch box\" --category Kitchen --max-price 20 --json",
        ],
        context => Task.FromResult(Run(context)),
        [Query, Method, Top, Explain, SharedWords.Spelling, .. CatalogueFilter.Symbols, EncoderOption.Encoder, EncoderList.Runtime, CrossEncoderOption.Folder]);

    private static int Run(RunContext context)
    {
        string query = context.Arguments.GetValue(Query)!;
        using var vectors = new SharedVectors(context);
        using var words = new SharedWords(context);
        RetrievalMethod method = MethodList.Parse(context, words, vectors, context.Arguments.GetValue(Method)!) is [var one] ? one
            : throw new KindredDataException("A search has one method and one encoder; --method or --encoder names several.");
        (CatalogueTexts catalogue, ScoredList answer) = Progress.Show(context, progress =>
        {
            CatalogueTexts texts = CatalogueTexts.Load(context, "search", CatalogueFilter.Of(context));
            using IProductSearch search = method.Build(new RetrievalTask(texts.Products, texts.Texts, texts.Titles, []), progress, context.Cancellation);
            return (texts, search.Search([query], context.Arguments.GetValue(Top), context.Cancellation)[0]);
        });
        SpelledQuery? read = words.Read(query);
        FoundProduct[] found = [.. Enumerable.Range(0, answer.Count).Select(i => answer[i]).Select(a => new FoundProduct(
            catalogue.Products[a.Row].Value, catalogue.Titles[a.Row], a.Score, read?.Matched(a.Row)))];
        if (context.Json)
        {
            JsonOutput.WriteReport(context.Output, new { Query = query, SearchedFor = read?.Text ?? query, Corrections = read?.Changes ?? [], Also = read?.Also ?? [], Method = method.Name, Products = found });
        }
        else
        {
            WriteText(context, read, found);
        }

        return ExitCode.Done;
    }

    private static void WriteText(RunContext context, SpelledQuery? read, FoundProduct[] found)
    {
        if (read is not null && read.Changes.Count + read.Also.Count > 0)
        {
            string also = read.Also.Count > 0 ? $" (also: {string.Join(", ", read.Also)})" : string.Empty;
            context.Notes.WriteLine($"searched for: {read.Text}{also}; --spelling off takes words as they stand");
        }

        foreach (FoundProduct product in found)
        {
            context.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{product.Score,8:0.0000}  {product.ProductId,-14}  {product.Title}"));
            if (context.Arguments.GetValue(Explain))
            {
                context.Output.WriteLine($"{string.Empty,26}{Reason(product.Matched)}");
            }
        }

        if (found.Length == 0)
        {
            context.Notes.WriteLine("Nothing found. Try other words, or --method hybrid.");
        }
    }

    private static string Reason(IReadOnlyList<string>? matched) => matched switch
    {
        null => "found by its meaning",
        [] => "no word of the query, found by its meaning",
        _ => $"has {string.Join(", ", matched)}",
    };

    // Matched is null where the method does not go by words.
    private sealed record FoundProduct(string ProductId, string Title, float Score, IReadOnlyList<string>? Matched);
}
