using Kindred.Domain;
using Kindred.Models;

namespace Kindred.Tests.Evaluation;

/// <summary>A model whose training diverged: every score but that of product 0 is not a number.</summary>
internal sealed class BrokenModel(Vocabulary items) : IRecommender
{
    public string Name => "broken";

    public Vocabulary Items => items;

    public UpdateKind UpdateKind => UpdateKind.Exact;

    public long SizeBytes => 0;

    public void ScoreAll(RecommendationQuery query, Span<float> scores) => scores[1..].Fill(float.NaN);

    public Explanation Explain(RecommendationQuery query, int item) => Explanation.Unknown;

    public IRecommender Update(InteractionData added, TrainingOptions training, CancellationToken cancellation = default) => this;

    public void Save(Stream stream) => stream.WriteByte(0);
}
