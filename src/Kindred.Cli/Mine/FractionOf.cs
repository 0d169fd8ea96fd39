using Kindred.Domain;

namespace Kindred.Cli.Mine;

/// <summary>Shows a fraction done as progress of one stage.</summary>
internal sealed class FractionOf(IProgress<StageProgress> progress, string stage) : IProgress<double>
{
    public void Report(double value) => progress.Report(new StageProgress(stage, value));
}
