using System.Text.RegularExpressions;
using CsCheck;
using Kindred.Mining.Rules;

namespace Kindred.Tests.Mining.Rules;

[Trait("kind", "kernel")]
public class RuleMeasureTests
{
    // Sums of logarithms and tails near 1 lose digits in the twin itself, so these compare to 1e-12 of the scale, not of the value.
    // Where both sides are independent to the last count, the twin's decimal divisions leave some 1e-27 instead of 0.
    private const double TwinRounding = 1e-24;

    private static readonly string[] OfScaleOne = ["mutualInformation", "jMeasure", "importance", "hyperConfidence", "stdLift"];

    private static readonly Gen<ContingencyTable> Tables =
        Gen.Select(Gen.Int[1, 300], Gen.Int[1, 300], Gen.Int[1, 300], Gen.Int[1, 900])
            .Select((both, onlyX, onlyY, neither) => new ContingencyTable(both, both + onlyX, both + onlyY, both + onlyX + onlyY + neither));

    public static TheoryData<string> FromCounts => [.. RuleMeasures.All.Where(measure => !measure.ComparesWithSimplerRules).Select(measure => measure.Name)];

    [Theory]
    [MemberData(nameof(FromCounts))]
    public void Agrees_with_its_textbook_formula(string name)
    {
        RuleMeasure measure = RuleMeasures.Get(name);
        Tables.Sample(table =>
        {
            double expected = MeasureTwin.Evaluate(name, table);
            double tolerance = TwinRounding + (1e-12 * (OfScaleOne.Contains(name) ? Math.Max(1, Math.Abs(expected)) : Math.Abs(expected)));
            double actual = measure.Evaluate(table);
            Assert.True(Math.Abs(actual - expected) <= tolerance, $"{table}: {actual} for {expected}");
            Assert.InRange(actual, measure.Minimum - 1e-12, measure.Maximum + 1e-12);
        }, iter: 500);
    }

    // Adult (48,842 persons), {race=White} => {native-country=United-States}: 38,493 of 41,762 and 43,832. Expected values: the regression
    // test of R's arules (tests/testthat/test-interestMeasures.R, 2019), rounded there to three digits.
    [Theory]
    [InlineData("support", 0.788)]
    [InlineData("confidence", 0.922)]
    [InlineData("lift", 1.027)]
    [InlineData("coverage", 0.855)]
    [InlineData("rhsSupport", 0.897)]
    [InlineData("leverage", 0.021)]
    [InlineData("hyperLift", 1.026)]
    [InlineData("hyperConfidence", 1)]
    [InlineData("fishersExactTest", 0)]
    [InlineData("chiSquared", 1847.852)]
    [InlineData("cosine", 0.9)]
    [InlineData("conviction", 1.31)]
    [InlineData("gini", 0.007)]
    [InlineData("oddsRatio", 3.84)]
    [InlineData("phi", 0.195)]
    [InlineData("doc", 0.168)]
    [InlineData("RLD", 0.237)]
    [InlineData("imbalance", 0.044)]
    [InlineData("kulczynski", 0.9)]
    [InlineData("jaccard", 0.817)]
    [InlineData("kappa", 0.191)]
    [InlineData("mutualInformation", 0.046)]
    [InlineData("lambda", 0)]
    [InlineData("jMeasure", 0.003)]
    [InlineData("laplace", 0.922)]
    [InlineData("certainty", 0.237)]
    [InlineData("addedValue", 0.024)]
    [InlineData("maxconfidence", 0.922)]
    [InlineData("rulePowerFactor", 0.726)]
    [InlineData("ralambondrainy", 0.067)]
    [InlineData("confirmedConfidence", 0.843)]
    [InlineData("sebag", 11.775)]
    [InlineData("counterexample", 0.915)]
    [InlineData("centeredConfidence", 0.024)]
    [InlineData("varyingLiaison", 0.027)]
    [InlineData("yuleQ", 0.587)]
    [InlineData("yuleY", 0.324)]
    [InlineData("lerman", 5.242)]
    [InlineData("implicationIndex", -15.504)]
    [InlineData("importance", 0.087)]
    public void Agrees_with_arules_on_a_rule_of_adult(string name, double expected) =>
        Assert.Equal(expected, RuleMeasures.Get(name).Evaluate(new ContingencyTable(38_493, 41_762, 43_832, 48_842)), 0.00051);

    // {capital-gain=None} => {capital-loss=None}: 42,525 of 44,807 and 46,560; nobody has neither. Same source.
    [Theory]
    [InlineData("chiSquared", 215.573)]
    [InlineData("oddsRatio", 0)]
    [InlineData("phi", -0.066)]
    [InlineData("doc", -0.051)]
    [InlineData("RLD", 1)]
    [InlineData("kappa", -0.063)]
    [InlineData("conviction", 0.917)]
    [InlineData("certainty", -0.09)]
    [InlineData("yuleQ", -1)]
    [InlineData("yuleY", -1)]
    [InlineData("lerman", -0.912)]
    [InlineData("implicationIndex", 4.12)]
    [InlineData("importance", -0.023)]
    [InlineData("hyperLift", 0.995)]
    [InlineData("sebag", 18.635)]
    [InlineData("stdLift", 0)]
    public void Agrees_with_arules_where_a_cell_is_empty(string name, double expected) =>
        Assert.Equal(expected, RuleMeasures.Get(name).Evaluate(new ContingencyTable(42_525, 44_807, 46_560, 48_842)), 0.00051);

    [Fact]
    public void Tea_and_coffee_have_the_published_values()
    {
        // Tan, Steinbach & Kumar, Introduction to Data Mining (2006), section 6.7.1, table 6.8: tea 200, coffee 800, both 150 of 1,000.
        var tea = new ContingencyTable(150, 200, 800, 1000);
        Assert.Equal(0.75, tea.Confidence, 1e-15);
        Assert.Equal(0.9375, RuleMeasures.Lift.Evaluate(tea), 1e-15);
        Assert.Equal(-0.0625, RuleMeasures.Get("phi").Evaluate(tea), 1e-15);
        Assert.Equal(-0.01, RuleMeasures.Leverage.Evaluate(tea), 1e-15);
    }

    [Fact]
    public void A_hair_from_independence_keeps_all_digits()
    {
        // 1,000,003 · 1,000,001 and 1,000,002² differ by 1 in 10^12: differences of frequencies would keep four digits.
        var table = new ContingencyTable(1_000_003, 2_000_005, 2_000_005, 4_000_008);
        double exact = -1.0 / 4_000_008 / 4_000_008; // (1,000,003 · 1,000,001 − 1,000,002²) / n²
        Assert.Equal(1, RuleMeasures.Leverage.Evaluate(table) / exact, 1e-12);
    }

    [Theory]
    [InlineData("lift", 0, 5, 5, 20, 0)]
    [InlineData("lift", 0, 0, 5, 20, double.NaN)]
    [InlineData("confidence", 0, 0, 5, 20, double.NaN)]
    [InlineData("conviction", 5, 5, 8, 20, double.PositiveInfinity)]
    [InlineData("conviction", 5, 5, 20, 20, double.NaN)]
    [InlineData("sebag", 5, 5, 8, 20, double.PositiveInfinity)]
    [InlineData("oddsRatio", 5, 5, 8, 20, double.PositiveInfinity)]
    [InlineData("yuleQ", 5, 5, 8, 20, 1)]
    [InlineData("yuleY", 5, 5, 8, 20, 1)]
    [InlineData("relativeRisk", 5, 9, 5, 20, double.PositiveInfinity)]
    [InlineData("doc", 5, 20, 5, 20, double.NaN)]
    [InlineData("phi", 5, 5, 20, 20, double.NaN)]
    [InlineData("certainty", 5, 5, 20, 20, double.NaN)]
    [InlineData("mutualInformation", 5, 5, 5, 20, 1)]
    [InlineData("jMeasure", 0, 0, 5, 20, 0)]
    [InlineData("fishersExactTest", 0, 0, 5, 20, 1)]
    [InlineData("collectiveStrength", 5, 5, 5, 20, double.PositiveInfinity)]
    [InlineData("stdLift", 1, 1, 7, 20, 1)]
    public void Degenerate_tables_have_the_documented_value(string name, int both, int antecedent, int consequent, int total, double expected) =>
        Assert.Equal(expected, RuleMeasures.Get(name).Evaluate(new ContingencyTable(both, antecedent, consequent, total)), 1e-15);

    [Fact]
    public void Columns_hold_the_value_of_each_rule_whatever_the_thread_count()
    {
        RuleTable rules = RuleMining.Generate(TestBaskets.Mine(TestBaskets.Random(new Random(3), 200, 9, 0.5), 10), new RuleOptions { MinConfidence = 0, MaxConsequentLength = 3 });
        Assert.NotEqual(0, rules.Count % 8); // a tail that does not fill a vector
        Assert.All(RuleMeasures.All, measure =>
        {
            double[] column = rules.Column(measure, 3);
            Assert.Equal(rules.Column(measure, 1), column);
            Assert.All(Enumerable.Range(0, measure.ComparesWithSimplerRules ? 0 : rules.Count), rule => Assert.Equal(measure.Evaluate(rules.Counts(rule)), column[rule]));
        });
    }

    [Fact]
    public void Names_are_found_in_any_case_and_an_unknown_one_lists_all()
    {
        Assert.Same(RuleMeasures.Lift, RuleMeasures.Get("LIFT"));
        string message = Assert.Throws<ArgumentException>(() => RuleMeasures.Get("lifty")).Message;
        Assert.All(RuleMeasures.All, measure => Assert.Contains(measure.Name, message));
        Assert.Throws<InvalidOperationException>(() => RuleMeasures.Get("improvement").Evaluate(new ContingencyTable(1, 2, 3, 4)));
    }

    [Fact]
    public void The_page_of_measures_lists_each_with_its_formula_and_source()
    {
        string page = File.ReadAllText(Path.Combine(RepositoryRoot(), "docs", "measures.md"));
        Assert.All(RuleMeasures.All, measure => Assert.Matches(
            $@"\| `{Regex.Escape(measure.Name)}` \| {Regex.Escape(measure.Formula.Replace("|", "\\|"))} \| .* \| {Regex.Escape(measure.Source)} \|", page));
    }

    private static string RepositoryRoot()
    {
        DirectoryInfo folder = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Kindred.slnx")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }
}
