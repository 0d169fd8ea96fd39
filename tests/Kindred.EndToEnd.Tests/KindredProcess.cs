using System.Diagnostics;
using System.Text.Json;

namespace Kindred.EndToEnd.Tests;

/// <summary>Runs the built command as a user would: a process of its own, its exit code, its stdout and stderr.</summary>
internal static class KindredProcess
{
    /// <summary>The root of the checkout.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The program that <c>scripts/build-program</c> makes and <c>./kindred</c> runs.</summary>
    public static string Program { get; } = Path.Combine(Root, "artifacts", "kindred", "Kindred.Cli");

    /// <summary>Starts the command; the caller owns the process.</summary>
    public static Process Start(string workingFolder, params string[] arguments)
    {
        if (!File.Exists(Program))
        {
            throw new InvalidOperationException("The command is not built; ./test builds it, or run scripts/build-program.");
        }

        // A shell that runs the tests in the background has SIGINT ignored, and children inherit that: env sets it back.
        var start = new ProcessStartInfo("env", ["--default-signal=INT", Program, .. arguments])
        {
            WorkingDirectory = workingFolder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        Process process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }

    /// <summary>Runs the command to its end.</summary>
    public static async Task<Outcome> RunAsync(string workingFolder, params string[] arguments)
    {
        using Process process = Start(workingFolder, arguments);
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new Outcome(process.ExitCode, await output, await error);
    }

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Kindred.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("The tests must run from inside the checkout.");
    }

    internal sealed record Outcome(int ExitCode, string Output, string Error)
    {
        /// <summary>Stdout as one JSON object; fails where anything else stands there.</summary>
        public JsonElement Json() => JsonDocument.Parse(Output).RootElement;

        /// <summary>Checks the exit code and shows what the command said where it is another.</summary>
        public Outcome Expect(int exitCode)
        {
            Assert.True(exitCode == ExitCode, $"exit code {ExitCode}, expected {exitCode}\nstdout: {Output}\nstderr: {Error}");
            return this;
        }
    }
}
