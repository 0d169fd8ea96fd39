using Kindred.Models;
using Kindred.Numerics;

namespace Kindred.Evaluation;

/// <summary>What is trained on and what is asked: a protocol applied to data.</summary>
public sealed record EvaluationTask
{
    /// <summary>The name of the protocol, such as "basket completion".</summary>
    public required string Protocol { get; init; }

    /// <summary>One or two sentences that say how the data was split and what is ranked; printed with every result.</summary>
    public required string Description { get; init; }

    /// <summary>The interactions every model is trained on.</summary>
    public required InteractionData Train { get; init; }

    /// <summary>The questions; the same for every model.</summary>
    public required IReadOnlyList<EvaluationCase> Cases { get; init; }

    /// <summary>A task for tuning and early stopping: trained on less and asked for data apart from the cases; null where the protocol has none.</summary>
    public EvaluationTask? Tuning { get; init; }

    /// <summary>Category of each product for results by category; null where none is known. An element may be null.</summary>
    public IReadOnlyList<string?>? Categories { get; init; }

    /// <summary>The task with at most so many cases, drawn at random and kept in their order; the tuning part alike.</summary>
    /// <param name="most">Most cases, at least 1.</param>
    /// <param name="seed">Seed of the draw.</param>
    public EvaluationTask WithCases(int most, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        EvaluationTask? tuning = Tuning?.WithCases(most, seed);
        if (Cases.Count <= most)
        {
            return this with { Tuning = tuning };
        }

        int[] order = [.. Enumerable.Range(0, Cases.Count)];
        new RandomStream(seed).Shuffle<int>(order);
        return this with
        {
            Cases = [.. order.Take(most).Order().Select(i => Cases[i])],
            Tuning = tuning,
            Description = $"{Description} {most:N0} of the {Cases.Count:N0} cases drawn at random.",
        };
    }
}
