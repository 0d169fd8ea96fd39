using Kindred.Models;

namespace Kindred.Evaluation;

/// <summary>What is compared on companions of cold products: the model of this program, what it is compared with, and sums of them.</summary>
public static class ColdMethods
{
    /// <summary>The name of <see cref="TitleCompanions"/>.</summary>
    public const string TitleCompanionsName = "title-companions";

    // The model says most by itself; the others break its ties. Chosen on products that were warm in the split of seed 100.
    private const double ModelWeight = 5;

    /// <summary>Sums of standardised scores: of the baselines alone, and with the model.</summary>
    /// <param name="methods">All that are compared, the model among them.</param>
    public static IReadOnlyList<ColdFusion> Sums(IReadOnlyList<ColdMethod> methods)
    {
        ArgumentNullException.ThrowIfNull(methods);
        return
        [
            new("sum of baselines", methods.ToDictionary(m => m.Name, m => m.Name == TitleCompanionsName ? 0 : 1.0)),
            new("sum with model", methods.ToDictionary(m => m.Name, m => m.Name == TitleCompanionsName ? ModelWeight : 1)),
        ];
    }

    /// <summary>The baselines and the model, which learns the definition of companions that it is judged by.</summary>
    /// <param name="definition">What counts as a companion.</param>
    public static IReadOnlyList<ColdMethod> All(CompanionDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return
        [
            .. ColdBaselines.All,
            TitleCompanions(new TitleCompanionOptions { MinPairCount = definition.MinPairCount, MinLift = definition.MinLift, MaxCompanions = definition.MaxCompanions }),
        ];
    }

    /// <summary>Products of similar title lend their companions in learned shares: <see cref="TitleCompanionTuning"/>.</summary>
    /// <param name="options">What the model learns and how; λ is chosen in each split.</param>
    public static ColdMethod TitleCompanions(TitleCompanionOptions options) => new(TitleCompanionsName, (split, training, cancellation) =>
    {
        var model = TitleCompanionTuning.Train(split.Train, split.Titles, options, training, cancellation);
        return (question, scores) => model.ScoreAll(question.Title, scores);
    });
}
