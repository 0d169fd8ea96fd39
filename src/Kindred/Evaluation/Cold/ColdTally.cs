using Kindred.Domain;

namespace Kindred.Evaluation;

/// <summary>Collects what methods reached in the splits and compares them.</summary>
internal sealed class ColdTally(IReadOnlyList<string> names, ColdOptions options)
{
    private readonly string[] _metrics = [$"recall@{options.Cutoff}", $"ndcg@{options.Cutoff}"];
    private readonly List<int> _products = [];
    private readonly List<float[]> _values = [];
    private readonly List<int> _cases = [];
    private readonly double[] _fitSeconds = new double[names.Count];
    private readonly double[] _milliseconds = new double[names.Count];

    public void AddFit(int method, double seconds) => _fitSeconds[method] += seconds;

    public void AddScoring(int method, double milliseconds) => _milliseconds[method] += milliseconds;

    public void AddSplit(ColdSplit split, float[][] values)
    {
        _products.AddRange(split.Cases.Select(c => c.Row));
        _values.AddRange(values);
        _cases.Add(values.Length);
    }

    public ColdComparison Compare(EvaluationOptions run)
    {
        if (_values.Count == 0)
        {
            throw new KindredDataException(
                $"No product in at least {options.MinBaskets} baskets has {options.MinCompanions} companions (in {options.MinPairCount} baskets together, lift {options.MinLift}); lower these limits or import more orders.");
        }

        double[][] samples = Resample(run);
        ColdResult[] methods = [.. names.Select((name, m) => Result(m, name, samples, run.Confidence))];
        return new ColdComparison { Options = options, Cases = _cases, Methods = methods, Best = _metrics.ToDictionary(metric => metric, metric => FindBest(metric, methods)) };
    }

    private ColdResult Result(int method, string name, double[][] samples, double confidence)
    {
        Dictionary<string, T> ByMetric<T>(Func<int, T> of) => _metrics.Select((metric, i) => (metric, i)).ToDictionary(p => p.metric, p => of((method * _metrics.Length) + p.i));
        return new ColdResult
        {
            Name = name,
            Metrics = ByMetric(column => _values.Average(v => (double)v[column])),
            Intervals = ByMetric(column => BootstrapMeans.Percentile(samples[column], confidence)),
            BySplit = ByMetric(SplitMeans),
            FitSeconds = _fitSeconds[method] / _cases.Count,
            MillisecondsPerTitle = _milliseconds[method] / _values.Count,
            Samples = ByMetric(column => samples[column]),
        };
    }

    private double[] SplitMeans(int column)
    {
        var means = new double[_cases.Count];
        int first = 0;
        for (int s = 0; s < means.Length; s++)
        {
            means[s] = _values.Skip(first).Take(_cases[s]).Select(v => (double)v[column]).DefaultIfEmpty().Average();
            first += _cases[s];
        }

        return means;
    }

    // Products are drawn, each with all its cases: the mean of a sample is its sum of values over its number of cases.
    private double[][] Resample(EvaluationOptions run)
    {
        int[] products = [.. _products.Distinct().Order()];
        int columns = _values[0].Length;
        float[][] sums = [.. Enumerable.Range(0, columns + 1).Select(_ => new float[products.Length])];
        for (int i = 0; i < _values.Count; i++)
        {
            int product = Array.BinarySearch(products, _products[i]);
            for (int c = 0; c < columns; c++)
            {
                sums[c][product] += _values[i][c];
            }

            sums[columns][product]++;
        }

        double[][] means = BootstrapMeans.Draw(sums, run.BootstrapSamples, run.Seed, run.Threads);
        return [.. means[..columns].Select(mean => mean.Zip(means[columns], (sum, cases) => sum / cases).ToArray())];
    }

    private static BestModel FindBest(string metric, ColdResult[] methods)
    {
        ColdResult best = methods.MaxBy(m => m.Metrics[metric])!;
        ColdResult[] others = [.. methods.Where(m => !ReferenceEquals(m, best))];
        double[] adjusted = BootstrapMeans.Holm([.. others.Select(o => BootstrapMeans.PairedPValue(best.Samples[metric], o.Samples[metric]))]);
        return new BestModel(best.Name, [.. others.Zip(adjusted, (o, p) => new Rival(o.Name, p))]);
    }
}
