using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Kindred.Report;

/// <summary>Writes a report as one HTML file that needs nothing else: no network, no fonts, no other files.</summary>
/// <remarks>
/// The page's content security policy allows its own two scripts, by hash, and forbids every request. Titles are data only: they reach
/// the page as JSON and are shown as text, never as markup. Thread-safe. The same model gives the same bytes.
/// </remarks>
public static partial class HtmlReport
{
    /// <summary>Writes the page for <paramref name="model"/> as UTF-8 without a byte order mark.</summary>
    /// <param name="model">What to show.</param>
    /// <param name="stream">Where to; left open.</param>
    public static void Write(ReportModel model, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(stream);
        using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true);
        string echarts = TemplateFiles.ECharts;
        string script = TemplateFiles.Script;
        Fill(writer, TemplateFiles.Page, name => name switch
        {
            "title" => WebUtility.HtmlEncode(model.Title),
            "policy" => Policy(echarts, script),
            "style" => TemplateFiles.Style,
            "data" => ReportJson.Serialize(model),
            "licences" => Licences(),
            "echarts" => echarts,
            "script" => script,
            _ => throw new InvalidOperationException($"The template asks for '{name}', which the report does not have."),
        });
    }

    /// <summary>One pass over the template: what fills a place is never itself searched for places.</summary>
    private static void Fill(StreamWriter writer, string template, Func<string, string> value)
    {
        int end = 0;
        foreach (Match place in Place().Matches(template))
        {
            writer.Write(template.AsSpan(end, place.Index - end));
            writer.Write(value(place.Groups[1].Value));
            end = place.Index + place.Length;
        }

        writer.Write(template.AsSpan(end));
    }

    private static string Policy(params string[] scripts) =>
        $"default-src 'none'; script-src {string.Join(' ', scripts.Select(Hash))}; style-src 'unsafe-inline'; img-src data: blob:; base-uri 'none'; form-action 'none'";

    private static string Hash(string script) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)))}'";

    private static string Licences() => string.Concat(TemplateFiles.Licences.Select(l =>
        $"<h3>{WebUtility.HtmlEncode(l.Name)}</h3>\n<pre>{WebUtility.HtmlEncode(l.Text.Trim())}</pre>\n"));

    [GeneratedRegex(@"\{\{(\w+)\}\}")]
    private static partial Regex Place();
}
