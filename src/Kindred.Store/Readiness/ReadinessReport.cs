using System.Text.Json.Serialization;

namespace Kindred.Store.Readiness;

/// <summary>What the orders are like and what they can support; serialises to the JSON of <c>kindred check</c>.</summary>
public sealed record ReadinessReport
{
    /// <summary>Shares of lines, baskets and products that are as they should be; no single score is made of them.</summary>
    public required IReadOnlyList<QualityPart> Quality { get; init; }

    /// <summary>Baskets, their sizes and how thinly they cover the catalogue.</summary>
    public required BasketProfile Baskets { get; init; }

    /// <summary>How sales spread over products.</summary>
    public required PopularityProfile Popularity { get; init; }

    /// <summary>Time span and customers.</summary>
    public required SpanProfile Span { get; init; }

    /// <summary>The smallest lift these baskets can prove, for a typical pair of head, torso and tail products.</summary>
    public required PowerProfile Power { get; init; }

    /// <summary>What the data can support, each with its reason and what would improve it.</summary>
    public required IReadOnlyList<Capability> Capabilities { get; init; }

    /// <summary>Predicted size, time and memory of <c>mine</c> at several thresholds, and of the other stages.</summary>
    public required CostForecast Costs { get; init; }
}

/// <summary>A share of things that are as they should be.</summary>
/// <param name="Id">Such as <c>lines_kept</c>.</param>
/// <param name="Good">How many are.</param>
/// <param name="Of">Of how many.</param>
/// <param name="Share">Good / Of; 1 when there are none.</param>
/// <param name="Meaning">The share in a sentence.</param>
public sealed record QualityPart(string Id, long Good, long Of, double Share, string Meaning);

/// <summary>The baskets of the clean lines.</summary>
/// <param name="Baskets">Number of baskets.</param>
/// <param name="Products">Number of distinct products.</param>
/// <param name="Occurrences">Number of (basket, product) pairs.</param>
/// <param name="Density">Occurrences / (baskets × products).</param>
/// <param name="MeanSize">Mean number of distinct products in a basket.</param>
/// <param name="MedianSize">Median.</param>
/// <param name="P90Size">Nine of ten baskets have at most this many.</param>
/// <param name="P99Size">99 of 100 baskets have at most this many.</param>
/// <param name="LargestSize">The largest basket.</param>
/// <param name="SingleProduct">Baskets with one product.</param>
/// <param name="Sizes">Histogram: baskets by number of distinct products.</param>
public sealed record BasketProfile(
    long Baskets, long Products, long Occurrences, double Density, double MeanSize, long MedianSize, long P90Size, long P99Size, long LargestSize,
    long SingleProduct, IReadOnlyList<SizeBin> Sizes);

/// <summary>Baskets whose size is in a range.</summary>
/// <param name="From">Smallest size, included.</param>
/// <param name="To">Largest size, included.</param>
/// <param name="Baskets">How many.</param>
public sealed record SizeBin(long From, long To, long Baskets);

/// <summary>Products by popularity: head, torso and tail each make a third of all sales (basket occurrences).</summary>
/// <param name="Head">The most popular products that make the first third.</param>
/// <param name="Torso">The next third.</param>
/// <param name="Tail">The last third.</param>
/// <param name="ColdProducts">Products in fewer baskets than <see cref="ReadinessOptions.ColdBelow"/>.</param>
public sealed record PopularityProfile(PopularityClass Head, PopularityClass Torso, PopularityClass Tail, long ColdProducts);

/// <summary>One popularity class.</summary>
/// <param name="Products">Number of products in it.</param>
/// <param name="SalesShare">Share of occurrences, 0 to 1.</param>
/// <param name="MedianBaskets">Baskets of its median product; 0 when the class is empty.</param>
public sealed record PopularityClass(long Products, double SalesShare, long MedianBaskets);

/// <summary>Time and customers.</summary>
/// <param name="First">First order (UTC); null without times.</param>
/// <param name="Last">Last order (UTC); null without times.</param>
/// <param name="Days">Whole days between them; 0 without times.</param>
/// <param name="Customers">Distinct customers.</param>
/// <param name="RepeatCustomers">Customers with at least two baskets.</param>
/// <param name="BasketsWithCustomer">Baskets whose customer is known.</param>
/// <param name="BasketsWithTime">Baskets whose time is known.</param>
public sealed record SpanProfile(
    DateTime? First, DateTime? Last, int Days, long Customers, long RepeatCustomers, long BasketsWithCustomer, long BasketsWithTime);

/// <summary>What can be proven.</summary>
/// <param name="Alpha">Chance of any false association among the tested pairs.</param>
/// <param name="Power">Chance of proving a true one.</param>
/// <param name="TestedPairs">Pairs of products that are not cold.</param>
/// <param name="TargetLift">The lift that <see cref="PairPower.BasketsForTarget"/> is about.</param>
/// <param name="Pairs">A typical head, torso and tail pair.</param>
public sealed record PowerProfile(double Alpha, double Power, double TestedPairs, double TargetLift, IReadOnlyList<PairPower> Pairs);

/// <summary>What can be proven about a pair of two typical products of a class.</summary>
/// <param name="Class">head, torso or tail.</param>
/// <param name="ProductBaskets">Baskets of each of the two products.</param>
/// <param name="ExpectedTogether">Baskets that hold both by chance.</param>
/// <param name="NeededTogether">Baskets with both that prove an association; null when none would.</param>
/// <param name="SmallestLift">The smallest lift proven with the asked power; null when none is.</param>
/// <param name="BasketsForTarget">Baskets needed to prove the target lift at the same popularity; null above two thousand million.</param>
/// <param name="Meaning">All this in a sentence.</param>
public sealed record PairPower(
    string Class, long ProductBaskets, double ExpectedTogether, long? NeededTogether, double? SmallestLift, long? BasketsForTarget, string Meaning);

/// <summary>Whether something can be done with the data.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Verdict>))]
public enum Verdict
{
    /// <summary>It cannot.</summary>
    [JsonStringEnumMemberName("no")]
    No,

    /// <summary>For a part of the data, or weakly.</summary>
    [JsonStringEnumMemberName("limited")]
    Limited,

    /// <summary>It can.</summary>
    [JsonStringEnumMemberName("yes")]
    Yes,
}

/// <summary>Something Kindred does, and whether the data supports it.</summary>
/// <param name="Id">Such as <c>rules</c>.</param>
/// <param name="Name">In plain words.</param>
/// <param name="Verdict">Yes, limited or no.</param>
/// <param name="Reason">Why, with the numbers.</param>
/// <param name="Fix">What would improve it; null when nothing needs to.</param>
public sealed record Capability(string Id, string Name, Verdict Verdict, string Reason, string? Fix);

/// <summary>Predicted costs.</summary>
/// <param name="SampledShare">Share of the baskets the itemset counts are predicted from.</param>
/// <param name="Mining">One prediction for each threshold, from the highest to the lowest.</param>
/// <param name="SuggestedMinCount">The lowest of these thresholds that promises at most a million itemsets; null when none does.</param>
/// <param name="Stages">Predicted costs of the other stages.</param>
/// <param name="Calibration">What the times rest on.</param>
/// <param name="Error">How far predictions have been from the truth, in a sentence.</param>
public sealed record CostForecast(
    double SampledShare, IReadOnlyList<MiningForecast> Mining, long? SuggestedMinCount, IReadOnlyList<StageForecast> Stages, Calibration Calibration, string Error);

/// <summary>Predicted mining of all frequent itemsets at one threshold.</summary>
/// <param name="MinCount">Support count over all baskets.</param>
/// <param name="MinSupport">As a share of all baskets.</param>
/// <param name="Itemsets">Predicted number.</param>
/// <param name="RelativeError">Standard error of that number divided by it.</param>
/// <param name="Seconds">Predicted seconds of mining on this machine, baskets being in memory.</param>
/// <param name="MemoryMb">Predicted megabytes of baskets and itemsets.</param>
/// <param name="RuleSeconds">Predicted seconds of rules with one consequent at confidence 0.5.</param>
public sealed record MiningForecast(
    long MinCount, double MinSupport, double Itemsets, double RelativeError, double Seconds, double MemoryMb, double RuleSeconds);

/// <summary>Predicted cost of a stage.</summary>
/// <param name="Stage">import or clean.</param>
/// <param name="Seconds">Predicted seconds.</param>
/// <param name="MemoryMb">Predicted megabytes, within the workspace's memory limit.</param>
public sealed record StageForecast(string Stage, double Seconds, double MemoryMb);

/// <summary>Measurements of this machine on this data.</summary>
/// <param name="MinCount">Threshold of the mining that was timed; 0 when there was nothing to mine.</param>
/// <param name="Itemsets">Itemsets it found.</param>
/// <param name="PrepareSeconds">Seconds to prepare the baskets.</param>
/// <param name="NanosecondsPerItemset">Mining beyond preparing.</param>
/// <param name="NanosecondsPerRule">For each candidate rule.</param>
/// <param name="NanosecondsPerLine">One pass of DuckDB over all columns of a line.</param>
public sealed record Calibration(
    long MinCount, long Itemsets, double PrepareSeconds, double NanosecondsPerItemset, double NanosecondsPerRule, double NanosecondsPerLine);
