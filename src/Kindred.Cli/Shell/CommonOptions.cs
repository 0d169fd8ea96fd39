using System.CommandLine;

namespace Kindred.Cli.Shell;

/// <summary>The options every verb takes. To add one: declare it here, add it to <see cref="All"/>, read it in <see cref="RunContext"/>.</summary>
internal static class CommonOptions
{
    public static readonly Option<string> Workspace = new("--workspace")
    {
        Description = "Folder that holds the database, settings and results.",
        HelpName = "DIR",
        DefaultValueFactory = _ => ".kindred",
        Recursive = true,
    };

    public static readonly Option<bool> Json = new("--json") { Description = "Print one JSON object on stdout and nothing else there.", Recursive = true };

    public static readonly Option<bool> Quiet = new("--quiet") { Description = "No progress and no notes on stderr.", Recursive = true };

    public static readonly Option<int> Threads = Recursive(NumberOption.Create(
        "--threads", "Threads to use, 1 to 1024. The result is the same whatever the number, but for the models bpr and item2vec.", "N", 1, 1024, Environment.ProcessorCount));

    public static readonly Option<long?> MemoryLimit = new("--memory-limit")
    {
        Description = "Memory the run may use, such as 4GB or 800MB. Default: three quarters of the machine's.",
        HelpName = "SIZE",
        Recursive = true,
        CustomParser = result =>
        {
            if (ByteSize.TryParse(result.Tokens[0].Value, out long bytes))
            {
                return bytes;
            }

            result.AddError($"--memory-limit '{result.Tokens[0].Value}' is not an amount of memory; write for example 4GB or 800MB.");
            return null;
        },
    };

    public static readonly Option<ulong> Seed = Recursive(NumberOption.Create<ulong>(
        "--seed", "Seed of everything random. Same seed, same result.", "N", 0, ulong.MaxValue, 1));

    public static readonly IReadOnlyList<Option> All = [Workspace, Json, Quiet, Threads, MemoryLimit, Seed];

    private static Option<T> Recursive<T>(Option<T> option)
    {
        option.Recursive = true;
        return option;
    }
}
