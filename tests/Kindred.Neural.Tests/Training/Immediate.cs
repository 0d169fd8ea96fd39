using Kindred.Domain;

namespace Kindred.Neural.Tests.Training;

/// <summary>Progress that acts on the thread that reports, as <see cref="Progress{T}"/> does not.</summary>
internal sealed class Immediate(Action<StageProgress> act) : IProgress<StageProgress>
{
    public void Report(StageProgress value) => act(value);
}
