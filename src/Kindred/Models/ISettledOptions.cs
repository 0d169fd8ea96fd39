namespace Kindred.Models;

/// <summary>A model some of whose options may be left open, to be settled by the training data.</summary>
public interface ISettledOptions
{
    /// <summary>The options, of the model's own record, with what was left open as the data settled it.</summary>
    object Settled { get; }
}
