namespace Kindred.Evaluation;

/// <summary>Keeps the finished trials of one search, the same data, seed, metric and patience, beyond an interruption.</summary>
public interface ITrialJournal
{
    /// <summary>The outcome of a trial that was finished before; null where it was not.</summary>
    /// <param name="request">The setting drawn.</param>
    /// <param name="userShare">Share of the users it is trained on.</param>
    TuningTrial? Find(ModelRequest request, double userShare);

    /// <summary>Keeps the outcome of a trial; it is on disk when this returns.</summary>
    /// <param name="request">The setting drawn.</param>
    /// <param name="trial">Its outcome, of which the request may hold the epochs found.</param>
    void Add(ModelRequest request, TuningTrial trial);
}
