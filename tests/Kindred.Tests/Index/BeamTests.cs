using CsCheck;
using Kindred.Index;

namespace Kindred.Tests.Index;

public class BeamTests
{
    private static readonly float[] Special = [0f, -0f, 1f, float.PositiveInfinity, float.NegativeInfinity];

    private static readonly Gen<(float Score, int Number)[]> Pairs =
        Gen.Select(Gen.OneOf(Gen.Float[-3f, 3f], Gen.Int[0, 4].Select(i => Special[i])), Gen.Int[0, int.MaxValue]).Array[0, 200];

    [Fact]
    public void Keys_sort_as_falling_scores_then_rising_numbers_and_give_both_back() => Pairs.Sample(pairs =>
    {
        ulong[] keys = [.. pairs.Select(p => ScoredKey.Of(p.Score, p.Number)).OrderDescending()];
        Assert.Equal(pairs.OrderByDescending(p => p.Score).ThenBy(p => p.Number), keys.Select(k => (ScoredKey.Score(k), ScoredKey.Number(k))));
    });

    [Fact]
    public void A_beam_keeps_the_best_in_order_and_expands_each_once() => Gen.Select(Pairs, Gen.Int[0, 40], Gen.Int[1, 5]).Sample((pairs, capacity, stride) =>
    {
        ulong[] keys = [.. pairs.Select(p => ScoredKey.Of(p.Score, p.Number)).Distinct()];
        var beam = new Beam();
        beam.Reset(capacity);
        var expanded = new List<ulong>();
        for (int i = 0; i < keys.Length; i++)
        {
            beam.Offer(keys[i]);
            if (i % stride == 0 && beam.TryExpandNext(out ulong next))
            {
                Assert.True(beam.Keys.ToArray().TakeWhile(k => (k & ~1UL) != next).All(k => (k & 1) == 1), "a better key was passed over");
                expanded.Add(next);
            }
        }

        while (beam.TryExpandNext(out ulong next))
        {
            expanded.Add(next);
        }

        ulong[] kept = [.. keys.OrderDescending().Take(capacity)];
        Assert.Equal(kept, beam.Keys.ToArray().Select(k => k & ~1UL));
        Assert.Equal(expanded.Count, expanded.Distinct().Count());
        Assert.Superset(kept.ToHashSet(), expanded.ToHashSet());
    });

    [Fact]
    public void A_heap_gives_keys_in_falling_order() => Gen.ULong.Array[0, 600].Sample(keys =>
    {
        var heap = new CandidateHeap();
        Array.ForEach(keys, heap.Push);
        var popped = new List<ulong>();
        while (heap.TryPop(out ulong key))
        {
            popped.Add(key);
        }

        Assert.Equal(keys.OrderDescending(), popped);
    });

    [Fact]
    public void Visited_slots_are_forgotten_with_each_walk_also_after_the_counter_wraps()
    {
        var visited = new VisitedSet();
        for (int walk = 0; walk < 600; walk++)
        {
            visited.Begin(10);
            Assert.True(visited.Add(walk % 10));
            Assert.False(visited.Add(walk % 10));
            Assert.True(visited.Add((walk + 1) % 10));
        }
    }
}
