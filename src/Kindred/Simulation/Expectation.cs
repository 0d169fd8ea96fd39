namespace Kindred.Simulation;

/// <summary>Expected shares of baskets that hold a product or two, from the demand and the planted attachments.</summary>
/// <remarks>
/// Within a stratum (customer segment × season) products are independent but for attachments, so shares are sums over strata.
/// Left out as small: stock-outs, and the rule that a type is seldom bought twice.
/// </remarks>
internal sealed class Expectation
{
    private readonly Demand _demand;
    private readonly ILookup<int, (int Anchor, Attachment By)> _toCompanion;
    private readonly (int Segment, Season Season, double Share)[] _strata;
    private readonly Dictionary<int, double[]> _shares = [];

    public Expectation(Demand demand, Planting planting, double[] segmentShares, double[] seasonShares)
    {
        _demand = demand;
        _toCompanion = planting.Attachments.SelectMany(a => a.Companions.Select(c => (Companion: c, a)))
            .ToLookup(p => p.Companion, p => (p.a.Anchor, p.a));
        _strata =
        [
            .. from segment in Enumerable.Range(0, segmentShares.Length)
               from season in Enumerable.Range(0, seasonShares.Length)
               where seasonShares[season] > 0
               select (segment, (Season)season, segmentShares[segment] * seasonShares[season]),
        ];
    }

    /// <summary>Share of all baskets that hold a product.</summary>
    public double Share(int row) => Sum(s => SharesOf(row)[s]);

    /// <summary>Share that would hold both if nothing but segment and season tied them.</summary>
    public double JointByConfounders(int a, int b) => Sum(s => SharesOf(a)[s] * SharesOf(b)[s]);

    /// <summary>Share that holds an anchor and one of its companions.</summary>
    public double JointWithCompanion(Attachment attachment, int companion) => Sum(s =>
    {
        double anchor = Own(attachment.Anchor, s);
        double other = SharesOf(companion)[s];
        double anyway = SharesOf(attachment.Anchor)[s] * other;
        return Applies(attachment, s) ? anyway + (anchor * attachment.Probability * (1 - other)) : anyway;
    });

    /// <summary>Share that holds both companions of a triple.</summary>
    public double JointOfCompanions(Attachment attachment) => Sum(s =>
    {
        double anyway = SharesOf(attachment.Companions[0])[s] * SharesOf(attachment.Companions[1])[s];
        return Applies(attachment, s) ? anyway + (Own(attachment.Anchor, s) * attachment.Probability * (1 - anyway)) : anyway;
    });

    private double Sum(Func<int, double> value)
    {
        double sum = 0;
        for (int s = 0; s < _strata.Length; s++)
        {
            sum += _strata[s].Share * value(s);
        }

        return sum;
    }

    private bool Applies(Attachment attachment, int stratum) => attachment.Applies(_strata[stratum].Season, _strata[stratum].Segment);

    private double Own(int row, int stratum) => _demand.BasketProbability(row, _strata[stratum].Segment, _strata[stratum].Season);

    private double[] SharesOf(int row)
    {
        if (!_shares.TryGetValue(row, out double[]? shares))
        {
            shares = [.. Enumerable.Range(0, _strata.Length).Select(s => WithAttached(row, s))];
            _shares.Add(row, shares);
        }

        return shares;
    }

    private double WithAttached(int row, int stratum)
    {
        double missing = 1 - Own(row, stratum);
        foreach ((int anchor, Attachment by) in _toCompanion[row])
        {
            missing *= Applies(by, stratum) ? 1 - (Own(anchor, stratum) * by.Probability) : 1;
        }

        return 1 - missing;
    }
}
