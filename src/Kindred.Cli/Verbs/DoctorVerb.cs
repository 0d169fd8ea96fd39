using System.CommandLine;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Kindred.Cli.Shell;
using Kindred.Domain;
using Kindred.Store.Workspaces;

namespace Kindred.Cli.Verbs;

/// <summary><c>kindred doctor</c>: looks at the machine and the workspace, mends what it can, and says what it cannot.</summary>
internal static class DoctorVerb
{
    private const long LeastFreeBytes = 1L << 30;

    public static Command Create() => Verb.Create(
        "doctor",
        "Check the machine, the native libraries and the workspace; mend what an interrupted run left behind.",
        ["kindred doctor", "kindred doctor --workspace shop --json"],
        context => Task.FromResult(Run(context)));

    private static int Run(RunContext context)
    {
        Finding[] findings = [Machine(), VectorInstructions(), Disk(context), Database(context), WorkspaceState(context)];
        if (context.Json)
        {
            JsonOutput.WriteReport(context.Output, new { Findings = findings, Healthy = findings.All(f => f.Healthy) });
        }
        else
        {
            foreach (Finding finding in findings)
            {
                context.Output.WriteLine($"{(finding.Healthy ? "ok     " : "problem")} {finding.Subject}: {finding.State}{(finding.Advice is null ? "" : $" {finding.Advice}")}");
            }
        }

        return findings.All(f => f.Healthy) ? ExitCode.Done : ExitCode.DataAtFault;
    }

    private static Finding Machine() => new(
        "machine", $"{RuntimeInformation.OSDescription.Trim()}, {RuntimeInformation.ProcessArchitecture}, {Environment.ProcessorCount} processors, "
            + $"{ByteSize.Format(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes)} of memory, {RuntimeInformation.FrameworkDescription}", true);

    private static Finding VectorInstructions() => new(
        "vector instructions", Vector512.IsHardwareAccelerated ? "512 bits" : Vector256.IsHardwareAccelerated ? "256 bits" : Vector128.IsHardwareAccelerated ? "128 bits" : "none",
        true, Vector128.IsHardwareAccelerated ? null : "Everything works, several times slower.");

    private static Finding Disk(RunContext context)
    {
        long free = new DriveInfo(NearestFolder(context.WorkspacePath)).AvailableFreeSpace;
        return new Finding("disk", $"{ByteSize.Format(free)} free for {context.WorkspacePath}", free >= LeastFreeBytes, free >= LeastFreeBytes ? null : "Free some space or name another folder with --workspace.");
    }

    private static Finding Database(RunContext context)
    {
        try
        {
            using var temporary = new TemporaryWorkspace(context, "doctor");
            return new Finding("DuckDB", $"version {temporary.Workspace.Scalar<string>("SELECT version()")} loads and writes", true);
        }
        catch (Exception problem) when (problem is KindredDataException or DllNotFoundException or TypeInitializationException)
        {
            return new Finding("DuckDB", problem.Message, false, "Reinstall the program; on Linux it needs glibc 2.28 or newer.");
        }
    }

    private static Finding WorkspaceState(RunContext context)
    {
        if (!Workspace.Exists(context.WorkspacePath))
        {
            return new Finding("workspace", $"none at {context.WorkspacePath} yet", true, "'kindred import FILE' or 'kindred run FILE' makes one.");
        }

        try
        {
            // Opening for writing recovers the database's log and clears what interrupted runs left.
            using Workspace workspace = Workspaces.Open(context, "doctor");
            long lines = workspace.Scalar<long>("SELECT count(*) FROM order_lines");
            if (workspace.Artifacts.Published(Analysis.AnalysisStage.Stage) is { } published)
            {
                ArtifactStore.Verify(published);
            }

            return new Finding("workspace", $"{context.WorkspacePath} opens, with {lines:N0} order lines; published files match their checksums", true);
        }
        catch (KindredDataException problem)
        {
            return new Finding("workspace", problem.Message, false);
        }
    }

    private static string NearestFolder(string path) => Directory.Exists(path) ? path : NearestFolder(Path.GetDirectoryName(path)!);

    private sealed record Finding(string Subject, string State, bool Healthy, string? Advice = null);
}
