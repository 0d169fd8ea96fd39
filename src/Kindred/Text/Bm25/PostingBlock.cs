namespace Kindred.Text;

/// <summary>What is known of a block of postings without decoding it.</summary>
/// <param name="Offset">Where its bytes start.</param>
/// <param name="LastDocument">Its last document.</param>
/// <param name="MaxImpact">The greatest impact in it: tf × (k1 + 1) / (tf + K of the document).</param>
internal readonly record struct PostingBlock(int Offset, int LastDocument, float MaxImpact);
