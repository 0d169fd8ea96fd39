using Kindred.Domain;
using Kindred.Evaluation;
using Kindred.Mining;
using Kindred.Models;

namespace Kindred.Tests.Evaluation.Cold;

public class TitleCompanionTuningTests
{
    private const int Series = 40;
    private const int Size = 6;

    // Series go together two by two. The first product of each is proven to meet three products of the other series; all others meet only twice, which
    // proves nothing, but is all that can be known of a first product without sales.
    [Fact]
    public void Pairs_that_prove_nothing_are_learned_from_where_only_they_tell() =>
        Assert.Equal(1, Train(meetings: 2, proven: 6).Options.MinPairCount);

    // Here every product meets every product of the other series often, and products of different series once by chance.
    [Fact]
    public void Where_pairs_are_proven_only_they_are_learned_from()
    {
        TitleCompanionModel model = Train(meetings: 6, proven: 6, chance: 4);
        Assert.Equal((5, 3.0), (model.Options.MinPairCount, model.Options.MinLift));
    }

    [Fact]
    public void Without_products_to_make_cold_the_options_are_taken_as_they_are()
    {
        var options = new TitleCompanionOptions { Regularization = 5 };
        Assert.Equal(options, Train(meetings: 1, proven: 1, options: options).Options);
    }

    private static TitleCompanionModel Train(int meetings, int proven, int chance = 0, TitleCompanionOptions? options = null)
    {
        List<int[]> baskets = [];
        for (int series = 0; series < Series; series++)
        {
            for (int i = 0; i < Size; i++)
            {
                int partners = (series ^ 1) * Size;
                for (int j = series % 2 == 0 || i == 0 ? 0 : Size; j < Size; j++)
                {
                    bool isProven = (i == 0 && j is 1 or 2 or 3) || (j == 0 && i is 1 or 2 or 3);
                    baskets.AddRange(Enumerable.Repeat<int[]>([(series * Size) + i, partners + j], isProven ? proven : meetings));
                }

                baskets.AddRange(Enumerable.Range(1, chance).Select(c => new[] { (series * Size) + i, (((series + (7 * c)) % Series) * Size) + ((i + c) % Size) }));
            }
        }

        string[] titles = [.. Enumerable.Range(0, Series * Size).Select(p => $"series{p / Size} kind{p % Size}")];
        var set = BasketSet.FromRows(new Vocabulary(titles.Select((_, i) => $"p{i}")), baskets.Select(b => b.Order().ToArray()));
        return TitleCompanionTuning.Train(InteractionData.FromBaskets(set), titles, options ?? new TitleCompanionOptions(), new TrainingOptions { Seed = 3, Threads = 1 }, TestContext.Current.CancellationToken);
    }
}
