using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace Kindred.Cli.Shell;

/// <summary>Options that take a number within a range; anything else is a usage error that states the range.</summary>
internal static class NumberOption
{
    /// <summary>A number that has a default.</summary>
    public static Option<T> Create<T>(string name, string description, string helpName, T least, T most, T defaultValue)
        where T : struct, INumber<T>
        => new(name)
        {
            Description = description,
            HelpName = helpName,
            DefaultValueFactory = _ => defaultValue,
            CustomParser = result => Parse(name, result, least, most) ?? defaultValue,
        };

    /// <summary>A number that may be left out.</summary>
    public static Option<T?> CreateOptional<T>(string name, string description, string helpName, T least, T most)
        where T : struct, INumber<T>
        => new(name)
        {
            Description = description,
            HelpName = helpName,
            CustomParser = result => Parse(name, result, least, most),
        };

    private static T? Parse<T>(string name, ArgumentResult result, T least, T most)
        where T : struct, INumber<T>
    {
        string text = result.Tokens[0].Value;
        if (T.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out T value)
            && value >= least && value <= most)
        {
            return value;
        }

        result.AddError($"{name} takes a number from {least} to {most}; '{text}' is not one.");
        return null;
    }
}
