using Kindred.Models;

namespace Kindred.Evaluation;

/// <summary>What is compared on companions of cold products: the model of this program, what it is compared with, and sums of them.</summary>
public static class ColdMethods
{
    /// <summary>The name of <see cref="TitleCompanions"/>.</summary>
    public const string TitleCompanionsName = "title-companions";

    /// <summary>The name of an encoder that is fine-tuned on the warm products' baskets, where there is one.</summary>
    public const string FineTunedName = "fine-tuned";

    // The models say most by themselves; the baselines break their ties. Chosen on products that were warm in the split of seed 100.
    private const double ModelWeight = 5;
    private const double EncoderWeight = 10;

    /// <summary>Sums of standardised scores: of the baselines alone, with the model, and with the fine-tuned encoder where there is one.</summary>
    /// <param name="methods">All that are compared, the model among them.</param>
    public static IReadOnlyList<ColdFusion> Sums(IReadOnlyList<ColdMethod> methods)
    {
        ArgumentNullException.ThrowIfNull(methods);
        ColdFusion Sum(string name, double baseline, double model, double encoder) => new(name, methods.ToDictionary(m => m.Name, m => m.Name switch
        {
            TitleCompanionsName => model,
            FineTunedName => encoder,
            _ => baseline,
        }));
        return
        [
            Sum("sum of baselines", 1, 0, 0),
            Sum("sum with model", 1, ModelWeight, 0),
            .. methods.Any(m => m.Name == FineTunedName) ? [Sum("model and encoder", 0, ModelWeight, EncoderWeight), Sum("sum of all", 1, ModelWeight, EncoderWeight)] : Array.Empty<ColdFusion>(),
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
