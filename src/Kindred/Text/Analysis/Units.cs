using System.Collections.Frozen;

namespace Kindred.Text;

/// <summary>Units of measure as product titles write them, each with its one form and what it measures.</summary>
internal static class Units
{
    // form: dimension, how many of the dimension's base unit; then the spellings beside the form itself.
    private static readonly (string Form, Dimension Dimension, double Factor, string Spellings)[] All =
    [
        ("ml", Dimension.Volume, 1, "mls millilitre millilitres milliliter milliliters cc 毫升"),
        ("cl", Dimension.Volume, 10, "centilitre centilitres"),
        ("l", Dimension.Volume, 1000, "lt ltr ltrs liter liters litre litres 升 公升"),
        ("floz", Dimension.Volume, 29.5735, string.Empty),
        ("qt", Dimension.Volume, 946.353, "qts quart quarts"),
        ("gal", Dimension.Volume, 3785.41, "gals gallon gallons 加仑"),
        ("cuft", Dimension.Volume, 28316.8, string.Empty),
        ("mg", Dimension.Mass, 0.001, "milligram milligrams 毫克"),
        ("g", Dimension.Mass, 1, "gr grm gram grams gramme grammes 克"),
        ("kg", Dimension.Mass, 1000, "kgs kilo kilos kilogram kilograms 千克 公斤"),
        ("jin", Dimension.Mass, 500, "斤 市斤"),
        ("oz", Dimension.Mass, 28.3495, "ozs ounce ounces 盎司"),
        ("lb", Dimension.Mass, 453.592, "lbs pound pounds 磅"),
        ("mm", Dimension.Length, 0.001, "millimetre millimetres millimeter millimeters 毫米"),
        ("cm", Dimension.Length, 0.01, "cms centimetre centimetres centimeter centimeters 厘米 公分"),
        ("m", Dimension.Length, 1, "mtr mtrs metre metres meter meters 米"),
        ("in", Dimension.Length, 0.0254, "inch inches 寸 英寸 吋"),
        ("ft", Dimension.Length, 0.3048, "feet foot"),
        ("yd", Dimension.Length, 0.9144, "yds yard yards"),
        ("sqft", Dimension.Area, 0.092903, string.Empty),
        ("kb", Dimension.Data, 1e3, string.Empty),
        ("mb", Dimension.Data, 1e6, "meg megabyte megabytes"),
        ("gb", Dimension.Data, 1e9, "gig gigs gigabyte gigabytes"),
        ("tb", Dimension.Data, 1e12, "terabyte terabytes"),
        ("w", Dimension.Power, 1, "watt watts 瓦"),
        ("kw", Dimension.Power, 1000, "kilowatt kilowatts 千瓦"),
        ("v", Dimension.Voltage, 1, "volt volts 伏"),
        ("mah", Dimension.Charge, 0.001, string.Empty),
        ("ah", Dimension.Charge, 1, string.Empty),
        ("amp", Dimension.Current, 1, "amps"),
        ("hz", Dimension.Frequency, 1, string.Empty),
        ("khz", Dimension.Frequency, 1e3, string.Empty),
        ("mhz", Dimension.Frequency, 1e6, string.Empty),
        ("ghz", Dimension.Frequency, 1e9, string.Empty),
        ("mp", Dimension.Pixels, 1e6, "megapixel megapixels mpix"),
        ("pc", Dimension.Count, 1, "pcs piece pieces pk pack packs ct count 片 包 袋 瓶 盒 粒 抽 卷"),
    ];

    private static readonly FrozenDictionary<string, Unit> Names = All
        .SelectMany(u => u.Spellings.Split(' ', StringSplitOptions.RemoveEmptyEntries).Append(u.Form).Select(s => (Spelling: s, Unit: new Unit(u.Form, u.Dimension, u.Factor))))
        .ToFrozenDictionary(p => p.Spelling, p => p.Unit);

    private static readonly FrozenDictionary<string, Unit>.AlternateLookup<ReadOnlySpan<char>> Lookup = Names.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Letters in the longest spelling.</summary>
    public static int MaxLength { get; } = Names.Keys.Max(k => k.Length);

    /// <summary>Finds a unit by any of its spellings, in lower case.</summary>
    public static bool TryGet(ReadOnlySpan<char> spelling, out Unit unit)
    {
        unit = default;
        return spelling.Length <= MaxLength && Lookup.TryGetValue(spelling, out unit);
    }
}
