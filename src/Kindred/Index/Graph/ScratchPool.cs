using System.Collections.Concurrent;

namespace Kindred.Index;

/// <summary>Scratch for as many walks as have ever run at once.</summary>
internal sealed class ScratchPool(int queryFloats, int queryCodeBytes)
{
    private readonly ConcurrentQueue<SearchScratch> _free = new();

    public SearchScratch Rent() => _free.TryDequeue(out SearchScratch? scratch) ? scratch : new SearchScratch(queryFloats, queryCodeBytes);

    public void Return(SearchScratch scratch) => _free.Enqueue(scratch);

    /// <summary>Runs a body for 0 to <paramref name="count"/> (excluded), each thread with its own scratch; the bodies must not depend on each other.</summary>
    public void ForEach(int count, int threads, Action<int, SearchScratch> body)
    {
        if (threads == 1 || count < 4)
        {
            SearchScratch scratch = Rent();
            for (int i = 0; i < count; i++)
            {
                body(i, scratch);
            }

            Return(scratch);
            return;
        }

        var options = new ParallelOptions { MaxDegreeOfParallelism = threads };
        Parallel.For(0, count, options, Rent, (i, _, scratch) => { body(i, scratch); return scratch; }, Return);
    }
}
