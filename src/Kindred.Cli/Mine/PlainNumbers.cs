using System.Globalization;

namespace Kindred.Cli.Mine;

/// <summary>Numbers as a person reads them.</summary>
internal static class PlainNumbers
{
    /// <summary>A q-value: three digits, a power of ten where it is small, a bound where a double cannot hold it.</summary>
    public static string QValue(double value, double log10) => (value, log10) switch
    {
        ( >= 0.001, _) => value.ToString("0.000", CultureInfo.InvariantCulture),
        (_, < -300) => "< 1e-300",
        _ => value.ToString("0.0e-0", CultureInfo.InvariantCulture),
    };
}
