namespace Kindred.Neural.Encoders;

/// <summary>A model that turns token numbers into one vector a text.</summary>
internal interface ISentenceModel : IDisposable
{
    /// <summary>Width of the vectors.</summary>
    int Dimensions { get; }

    /// <summary>Most tokens a text may have.</summary>
    int MaxTokens { get; }

    /// <summary>The token that fills short rows.</summary>
    int PadTokenId { get; }

    /// <summary>Batches that are worth computing side by side.</summary>
    int BatchesAtOnce { get; }

    /// <summary>Tokens of a batch, padding included, that are computed fastest.</summary>
    int SuitableTokens { get; }

    /// <summary>The vectors of a batch, row after row. Thread-safe.</summary>
    /// <param name="ids">Token numbers [rows × columns], padded.</param>
    /// <param name="mask">1 for tokens, 0 for the padding after them [rows × columns]; a text has at least one token.</param>
    /// <param name="rows">Texts.</param>
    /// <param name="columns">Tokens a text.</param>
    float[] Run(long[] ids, long[] mask, int rows, int columns);
}
