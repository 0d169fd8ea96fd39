namespace Kindred.Report;

/// <summary>One association: who buys all of the antecedent also buys the consequent.</summary>
public sealed record ReportRule
{
    /// <summary>The "if" side, at least one product.</summary>
    public required IReadOnlyList<ReportProduct> Antecedent { get; init; }

    /// <summary>The "then" side, at least one product.</summary>
    public required IReadOnlyList<ReportProduct> Consequent { get; init; }

    /// <summary>Baskets that hold both sides.</summary>
    public required long Both { get; init; }

    /// <summary>Baskets that hold the whole antecedent.</summary>
    public required long AntecedentBaskets { get; init; }

    /// <summary>Baskets that hold the whole consequent.</summary>
    public required long ConsequentBaskets { get; init; }

    /// <summary>All baskets counted.</summary>
    public required long Baskets { get; init; }

    /// <summary>Both ÷ baskets.</summary>
    public required double Support { get; init; }

    /// <summary>Both ÷ antecedent baskets.</summary>
    public required double Confidence { get; init; }

    /// <summary>Interval of <see cref="Confidence"/>.</summary>
    public Interval? ConfidenceInterval { get; init; }

    /// <summary>Both ÷ consequent baskets: the confidence of the reversed rule.</summary>
    public required double ReverseConfidence { get; init; }

    /// <summary>Interval of <see cref="ReverseConfidence"/>.</summary>
    public Interval? ReverseConfidenceInterval { get; init; }

    /// <summary>Times as many common baskets as chance gives; 1 is chance.</summary>
    public required double Lift { get; init; }

    /// <summary>Interval of <see cref="Lift"/>.</summary>
    public Interval? LiftInterval { get; init; }

    /// <summary>Chance of a co-occurrence this strong between unrelated products; 0 is shown as "&lt; 1e-300". Null: not tested.</summary>
    public double? P { get; init; }

    /// <summary><see cref="P"/> corrected over all tested hypotheses; 0 is shown as "&lt; 1e-300". Null: not corrected.</summary>
    public double? Q { get; init; }

    /// <summary>What the held-out later part of the orders says; null where nothing was held out.</summary>
    public HoldOut? HoldOut { get; init; }

    /// <summary>What sort of association it is.</summary>
    public AssociationKind Kind { get; init; } = AssociationKind.Unknown;
}
