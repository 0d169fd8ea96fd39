using System.CommandLine;

namespace Kindred.Cli.Shell;

/// <summary>What every verb gets: the common options as given, where to write, and the token that Ctrl-C trips.</summary>
internal sealed class RunContext
{
    public RunContext(ParseResult arguments, TimeProvider clock, CancellationToken cancellation)
    {
        Arguments = arguments;
        WorkspacePath = Path.GetFullPath(arguments.GetValue(CommonOptions.Workspace)!);
        Json = arguments.GetValue(CommonOptions.Json);
        Quiet = arguments.GetValue(CommonOptions.Quiet);
        Threads = arguments.GetValue(CommonOptions.Threads);
        MemoryLimitBytes = arguments.GetValue(CommonOptions.MemoryLimit) ?? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4 * 3;
        Seed = arguments.GetValue(CommonOptions.Seed);
        Clock = clock;
        Cancellation = cancellation;
        Output = arguments.InvocationConfiguration.Output;
        Notes = Quiet ? TextWriter.Null : arguments.InvocationConfiguration.Error;
    }

    public ParseResult Arguments { get; }

    public string WorkspacePath { get; }

    public bool Json { get; }

    public bool Quiet { get; }

    public int Threads { get; }

    public long MemoryLimitBytes { get; }

    public ulong Seed { get; }

    public TimeProvider Clock { get; }

    public CancellationToken Cancellation { get; }

    /// <summary>Results, and nothing else.</summary>
    public TextWriter Output { get; }

    /// <summary>Progress and notes; swallows everything under <c>--quiet</c>.</summary>
    public TextWriter Notes { get; }

    /// <summary>Whether an option stands in the command, its default aside.</summary>
    public bool IsGiven(Option option) => Arguments.GetResult(option) is { Implicit: false };
}
