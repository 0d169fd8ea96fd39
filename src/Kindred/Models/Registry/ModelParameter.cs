using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text;

namespace Kindred.Models;

/// <summary>One hyper-parameter of a model: a property of its options record, described by the attributes on it.</summary>
/// <remarks>
/// <see cref="RangeAttribute"/> bounds the value, <see cref="DescriptionAttribute"/> says what it does, <see cref="SearchRangeAttribute"/> says
/// where tuning looks. The types are int, float, double, bool and enums.
/// </remarks>
public sealed class ModelParameter
{
    private readonly PropertyInfo _property;
    private readonly RangeAttribute? _range;

    internal ModelParameter(PropertyInfo property, object defaults)
    {
        _property = property;
        _range = property.GetCustomAttribute<RangeAttribute>();
        Name = KebabCase(property.Name);
        Description = property.GetCustomAttribute<DescriptionAttribute>()?.Description ?? string.Empty;
        Search = property.GetCustomAttribute<SearchRangeAttribute>();
        Default = Get(defaults);
    }

    /// <summary>The name in commands and files: words in lower case joined by hyphens, the same for the same thing in all models.</summary>
    public string Name { get; }

    /// <summary>What it does.</summary>
    public string Description { get; }

    /// <summary>The default value as text.</summary>
    public string Default { get; }

    /// <summary>Where tuning looks; null where it does not.</summary>
    public SearchRangeAttribute? Search { get; }

    /// <summary>The type of the value.</summary>
    public Type Type => _property.PropertyType;

    /// <summary>Which values are allowed, for a message: "a whole number from 1 to 4096", "cosine, jaccard or bm25".</summary>
    public string Allowed => Type switch
    {
        { IsEnum: true } => $"one of {string.Join(", ", EnumNames())}",
        _ when Type == typeof(bool) => "true or false",
        _ when Type == typeof(int) => $"a whole number{Bounds()}",
        _ => $"a number{Bounds()}",
    };

    /// <summary>The value in an options record, as text that <see cref="TrySet"/> reads.</summary>
    public string Get(object options) => _property.GetValue(options) switch
    {
        bool value => value ? "true" : "false",
        Enum value => KebabCase(value.ToString()),
        IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
        _ => throw new InvalidOperationException($"The option {Name} has the type {Type.Name}, which no model option may have."),
    };

    /// <summary>Reads a text into an options record; false when it is not an allowed value.</summary>
    internal bool TrySet(object options, string text)
    {
        object? value = Parse(text.Trim());
        if (value is null || !InRange(value))
        {
            return false;
        }

        _property.SetValue(options, value);
        return true;
    }

    /// <summary>Whether the value in an options record is allowed.</summary>
    internal bool IsValid(object options) => InRange(_property.GetValue(options)!);

    /// <summary>All values of a choice as text; empty for numbers.</summary>
    internal string[] Choices() => Type.IsEnum ? [.. EnumNames()] : Type == typeof(bool) ? ["false", "true"] : [];

    private static string KebabCase(string name)
    {
        var text = new StringBuilder();
        for (int i = 0; i < name.Length; i++)
        {
            if (char.IsUpper(name[i]) && i > 0)
            {
                text.Append('-');
            }

            text.Append(char.ToLowerInvariant(name[i]));
        }

        return text.ToString();
    }

    private object? Parse(string text)
    {
        CultureInfo invariant = CultureInfo.InvariantCulture;
        return Type switch
        {
            { IsEnum: true } => Array.Find(Enum.GetNames(Type), n => string.Equals(KebabCase(n), text, StringComparison.OrdinalIgnoreCase)) is { } name ? Enum.Parse(Type, name) : null,
            _ when Type == typeof(bool) => bool.TryParse(text, out bool flag) ? flag : null,
            _ when Type == typeof(int) => int.TryParse(text, NumberStyles.AllowLeadingSign, invariant, out int whole) ? whole : null,
            _ when Type == typeof(float) => float.TryParse(text, NumberStyles.Float, invariant, out float single) ? single : null,
            _ => double.TryParse(text, NumberStyles.Float, invariant, out double number) ? number : null,
        };
    }

    private bool InRange(object value) => value switch
    {
        bool => true,
        Enum => Enum.IsDefined(Type, value),
        _ => double.IsFinite(Convert.ToDouble(value, CultureInfo.InvariantCulture)) && (_range is null || _range.IsValid(value)),
    };

    private IEnumerable<string> EnumNames() => Enum.GetNames(Type).Select(KebabCase);

    private string Bounds() => _range is null ? string.Empty : FormattableString.Invariant($" from {_range.Minimum} to {_range.Maximum}");
}
