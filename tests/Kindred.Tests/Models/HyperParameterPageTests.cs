using System.Text;
using Kindred.Models;

namespace Kindred.Tests.Models;

public class HyperParameterPageTests
{
    [Fact]
    public void The_page_lists_every_model_with_its_options_defaults_and_ranges()
    {
        string page = File.ReadAllText(FindPage()).ReplaceLineEndings("\n");
        string expected = Tables();
        Assert.True(page.Contains(expected, StringComparison.Ordinal), $"docs/hyper-parameters.md should end with:\n{expected}");
    }

    [Fact]
    public void A_name_means_one_thing_in_all_models()
    {
        foreach (var same in ModelRegistry.All.SelectMany(d => d.Parameters).GroupBy(p => p.Name))
        {
            Assert.Single(same.Select(p => p.Type).Distinct());
        }
    }

    private static string Tables()
    {
        var text = new StringBuilder();
        foreach (ModelDefinition definition in ModelRegistry.All)
        {
            text.Append($"## {definition.Name}\n\n{definition.Summary}\n\n| option | default | values | tuned over | meaning |\n|---|---|---|---|---|\n");
            foreach (ModelParameter p in definition.Parameters)
            {
                text.Append($"| {p.Name} | {p.Default} | {p.Allowed} | {Tuned(p)} | {p.Description} |\n");
            }

            text.Append('\n');
        }

        return text.ToString().TrimEnd('\n');
    }

    private static string Tuned(ModelParameter parameter) => parameter.Search switch
    {
        null => "–",
        _ when parameter.Type.IsEnum || parameter.Type == typeof(bool) => "all",
        { Logarithmic: true } range => $"{range.Low} to {range.High}, log",
        var range => $"{range.Low} to {range.High}",
    };

    private static string FindPage()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string page = Path.Combine(folder.FullName, "docs", "hyper-parameters.md");
            if (File.Exists(page))
            {
                return page;
            }
        }

        throw new FileNotFoundException("docs/hyper-parameters.md is not above the test program.");
    }
}
