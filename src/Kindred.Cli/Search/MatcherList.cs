using Kindred.Cli.Shell;
using Kindred.Domain;
using Kindred.Evaluation;
using Kindred.Neural.CrossEncoders;

namespace Kindred.Cli.Search;

/// <summary>The methods of <c>evaluate matching</c>, by name. To add one: a line here.</summary>
internal static class MatcherList
{
    private static readonly (string Name, Func<RunContext, MatchingMethod> Create)[] All =
    [
        ("features", Features),
        (CrossEncoderMatcher.Name, CrossEncoderOption.Matcher),
        ("features+" + CrossEncoderMatcher.Name, context => StackedMatcher.Of(FeatureMatcher.Method, CrossEncoderOption.Matcher(context))),
    ];

    public static string Names { get; } = string.Join(", ", All.Select(m => m.Name));

    public static string Default => All[0].Name;

    /// <summary>Makes a method.</summary>
    /// <exception cref="KindredDataException">There is none of that name in this program.</exception>
    public static MatchingMethod Get(RunContext context, string name)
    {
        int at = Array.FindIndex(All, m => m.Name == name);
        return at >= 0 ? All[at].Create(context) : throw new KindredDataException($"There is no matching method '{name}' in this program; the methods are {Names}.");
    }

    private static MatchingMethod Features(RunContext context) => context.Arguments.GetValue(CrossEncoderOption.Folder) is null ? FeatureMatcher.Method
        : throw new KindredDataException("The method 'features' reads no cross-encoder: add --method cross-encoder or --method features+cross-encoder, or leave out --cross-encoder.");
}
