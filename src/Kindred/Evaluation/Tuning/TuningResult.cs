namespace Kindred.Evaluation;

/// <summary>The outcome of a search for settings.</summary>
/// <param name="Best">The request with the best settings; its <see cref="ModelRequest.StopAfterEpochs"/> is what early stopping found.</param>
/// <param name="Quality">Its quality on all tuning cases, by a model trained on all tuning data.</param>
/// <param name="DefaultQuality">The quality of the settings the search began with (the defaults), measured in the same way.</param>
/// <param name="Trials">Everything that was tried, in order.</param>
public sealed record TuningResult(ModelRequest Best, double Quality, double DefaultQuality, IReadOnlyList<TuningTrial> Trials);

/// <summary>One setting measured in one round.</summary>
/// <param name="Request">The setting.</param>
/// <param name="UserShare">Share of the users it was trained on in that round.</param>
/// <param name="Quality">Its quality on the tuning cases of that round.</param>
public sealed record TuningTrial(ModelRequest Request, double UserShare, double Quality);
