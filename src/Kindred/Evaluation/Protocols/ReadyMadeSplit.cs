using Kindred.Models;

namespace Kindred.Evaluation;

/// <summary>A split made by others: train, perhaps validation, and test, as files.</summary>
public static class ReadyMadeSplit
{
    /// <summary>Makes the task: every user with test products is a case; what he had before is not ranked, every other product is.</summary>
    /// <remarks>
    /// Settings are chosen on the validation part with models of the training part alone; the models that are judged are then trained on both
    /// parts, and neither part's products of a user are ranked. This is how the published figures for such splits come about. Products that stand
    /// in the test part only are ranked too.
    /// </remarks>
    /// <param name="train">The training part.</param>
    /// <param name="validation">The validation part, over the same products and users; null for none.</param>
    /// <param name="test">The test part, over the same products and users.</param>
    public static EvaluationTask Create(InteractionData train, InteractionData? validation, InteractionData test)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(test);
        EvaluationTask final = Task(validation is null ? train : InteractionMerge.Append(train, validation), test);
        return validation is null
            ? final with { Description = "Trained on the training part; for each user of the test part all products but his training ones are ranked." }
            : final with
            {
                Description = "Trained on the training and validation parts; for each user of the test part all products but his in either are ranked.",
                Tuning = Task(train, validation) with { Description = "Trained on the training part; asked for the validation part." },
            };
    }

    private static EvaluationTask Task(InteractionData train, InteractionData asked)
    {
        var cases = new List<EvaluationCase>();
        for (int user = 0; user < asked.UserCount; user++)
        {
            int[] relevant = [.. asked.UserItems.Columns(user).ToArray().Except(train.UserItems.Columns(user).ToArray())];
            if (relevant.Length > 0)
            {
                cases.Add(new EvaluationCase(RecommendationQuery.ForUser(train, user), relevant));
            }
        }

        return new EvaluationTask { Protocol = "ready-made split", Description = string.Empty, Train = train, Cases = cases };
    }
}
