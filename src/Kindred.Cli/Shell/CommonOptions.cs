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

    public static readonly Option<int> Threads = new("--threads")
    {
        Description = "Threads to use, 1 to 1024. The result is the same whatever the number.",
        HelpName = "N",
        DefaultValueFactory = _ => Environment.ProcessorCount,
        Recursive = true,
    };

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

    public static readonly Option<ulong> Seed = new("--seed")
    {
        Description = "Seed of everything random. Same seed, same result.",
        HelpName = "N",
        DefaultValueFactory = _ => 1,
        Recursive = true,
    };

    public static readonly IReadOnlyList<Option> All = [Workspace, Json, Quiet, Threads, MemoryLimit, Seed];

    static CommonOptions() => Threads.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<int>() is < 1 or > 1024)
        {
            result.AddError("--threads takes a number from 1 to 1024.");
        }
    });
}
