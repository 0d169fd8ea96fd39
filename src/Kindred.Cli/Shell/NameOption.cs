using System.CommandLine;
using System.CommandLine.Parsing;

namespace Kindred.Cli.Shell;

/// <summary>Options that take the name of one of a few values, in any case; anything else, numbers too, is a usage error that lists the names.</summary>
internal static class NameOption
{
    /// <summary>A choice that has a default.</summary>
    /// <param name="name">The option.</param>
    /// <param name="description">What it chooses.</param>
    /// <param name="defaultValue">What is taken where it is left out.</param>
    /// <param name="values">The values to choose from; none for all there are.</param>
    public static Option<T> Create<T>(string name, string description, T defaultValue, params T[] values)
        where T : struct, Enum
        => new(name)
        {
            Description = description,
            HelpName = Names(values, "|"),
            DefaultValueFactory = _ => defaultValue,
            CustomParser = result => Parse(name, result, values) ?? defaultValue,
        };

    /// <summary>A choice that may be left out.</summary>
    public static Option<T?> CreateOptional<T>(string name, string description)
        where T : struct, Enum
        => new(name)
        {
            Description = description,
            HelpName = Names<T>([], "|"),
            CustomParser = result => Parse<T>(name, result, []),
        };

    private static T? Parse<T>(string name, ArgumentResult result, T[] values)
        where T : struct, Enum
    {
        string text = result.Tokens[0].Value;
        foreach (T value in All(values))
        {
            if (string.Equals(value.ToString(), text, StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }

        result.AddError($"{name} takes {Names(values, ", ")}; '{text}' is none of them.");
        return null;
    }

    private static T[] All<T>(T[] values)
        where T : struct, Enum
        => values.Length > 0 ? values : Enum.GetValues<T>();

    private static string Names<T>(T[] values, string separator)
        where T : struct, Enum
        => string.Join(separator, All(values).Select(v => v.ToString().ToLowerInvariant()));
}
