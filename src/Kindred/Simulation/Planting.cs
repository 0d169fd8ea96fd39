using Kindred.Numerics;

namespace Kindred.Simulation;

/// <summary>A product calls for one or two others.</summary>
internal sealed record Attachment(int Anchor, int[] Companions, double Probability, Season Season, int Segment)
{
    public bool Applies(Season season, int segment) => (Season == Season.Any || Season == season) && (Segment < 0 || Segment == segment);

    public string Condition => Season != Season.Any ? $"season:{Season.ToString().ToLowerInvariant()}"
        : Segment >= 0 ? $"segment:{ShopVocabulary.Instance.Segments[Segment].Name}" : "always";
}

/// <summary>Chooses which products of two related types belong together, and how strongly.</summary>
internal sealed class Planting
{
    private const int MaxAnchorsPerRule = 1_000;

    private readonly Catalogue _catalogue;
    private readonly RandomStream _random;
    private readonly HashSet<(int, int)> _pairs = [];
    private readonly List<Attachment>?[] _byAnchor;

    public Planting(Catalogue catalogue, double[] seasonShares)
    {
        _catalogue = catalogue;
        _random = new RandomStream(catalogue.Options.Seed, (ulong)Salt.Planting);
        _byAnchor = new List<Attachment>?[catalogue.Count];
        ComplementRule[] rules = [.. ShopVocabulary.Instance.Rules.Where(r => r.Season == Season.Any || seasonShares[(int)r.Season] > 0)];
        Cold = ChooseCold(rules);
        foreach (ComplementRule rule in rules)
        {
            Plant(rule);
        }
    }

    /// <summary>All attachments of established products, rule by rule.</summary>
    public List<Attachment> Attachments { get; } = [];

    /// <summary>New products; their attachments are in <see cref="AttachmentsOf"/> too.</summary>
    public int[] Cold { get; }

    public IReadOnlyList<Attachment> AttachmentsOf(int row) => _byAnchor[row] ?? (IReadOnlyList<Attachment>)[];

    public bool IsRelated(int a, int b) => _pairs.Contains(Key(a, b));

    /// <summary>Products of a type sold from the first order on, best seller first.</summary>
    public int[] Established(int type) => [.. _catalogue.RowsOf(type).ToArray().Where(row => _catalogue.LaunchDay[row] < 0)];

    internal static (int, int) Key(int a, int b) => a < b ? (a, b) : (b, a);

    private int[] ChooseCold(ComplementRule[] rules)
    {
        int[] types = [.. rules.Where(r => r.Season == Season.Any && r.Segment < 0).Select(r => r.Anchor).Distinct()];
        _random.Shuffle<int>(types);
        int launch = _catalogue.Options.Days - Math.Max(2, _catalogue.Options.Days / 50);
        var cold = new List<int>();
        for (int i = 0; i < _catalogue.Options.ColdProducts; i++)
        {
            ReadOnlySpan<int> rows = _catalogue.RowsOf(types[i % types.Length]);
            int place = rows.Length - 1 - (i / types.Length);
            if (place >= 1)
            {
                _catalogue.LaunchOn(rows[place], launch);
                cold.Add(rows[place]);
            }
        }

        return [.. cold];
    }

    private void Plant(ComplementRule rule)
    {
        int[] anchors = Established(rule.Anchor);
        int count = Math.Clamp(anchors.Length / 3, 1, MaxAnchorsPerRule);
        int shift = _random.NextInt(8);
        foreach (int anchor in anchors.Take(count))
        {
            Attach(rule, anchor, shift++, Strength(rule));
        }

        foreach (int anchor in Cold.Where(row => _catalogue.TypeOf(row).Index == rule.Anchor))
        {
            Attach(rule, anchor, shift++, 0.3);
        }
    }

    // Most are weak, some strong; what is bound to a season or to some customers is stronger there.
    private double Strength(ComplementRule rule)
    {
        double u = _random.NextDouble();
        double strength = 0.08 + (0.27 * u * u);
        return rule.Season == Season.Any && rule.Segment < 0 ? strength : 1.4 * strength;
    }

    private void Attach(ComplementRule rule, int anchor, int shift, double probability)
    {
        int[] companions = [.. rule.Companions.Select(type => Companion(type, shift))];
        if (companions.Any(c => IsRelated(anchor, c)))
        {
            return;
        }

        var attachment = new Attachment(anchor, companions, probability, rule.Season, rule.Segment);
        (_byAnchor[anchor] ??= []).Add(attachment);
        foreach (Attachment sibling in _byAnchor[anchor]!)
        {
            Relate(sibling, companions);
        }

        if (!Cold.Contains(anchor))
        {
            Attachments.Add(attachment);
        }
    }

    private int Companion(int type, int shift)
    {
        int[] rows = Established(type);
        return rows[shift % Math.Max(1, rows.Length / 2)];
    }

    // Companions of one anchor are related to each other through it.
    private void Relate(Attachment sibling, int[] companions)
    {
        foreach (int companion in companions)
        {
            _pairs.Add(Key(sibling.Anchor, companion));
            foreach (int other in sibling.Companions)
            {
                _pairs.Add(Key(other, companion));
            }
        }
    }
}
