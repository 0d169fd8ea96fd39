using Kindred.Domain;
using Kindred.Evaluation;

namespace Kindred.Cli.Search;

/// <summary>The methods of <c>evaluate matching</c>, by name. To add one: a line here.</summary>
internal static class MatcherList
{
    private static readonly MatchingMethod[] All = [FeatureMatcher.Method];

    public static string Names { get; } = string.Join(", ", All.Select(m => m.Name));

    public static string Default => All[0].Name;

    /// <summary>Finds a method.</summary>
    /// <exception cref="KindredDataException">There is none of that name in this program.</exception>
    public static MatchingMethod Get(string name) => Array.Find(All, m => m.Name == name)
        ?? throw new KindredDataException($"There is no matching method '{name}' in this program; the methods are {Names}.");
}
