using System.Diagnostics;

namespace Kindred.Cli.Shell;

/// <summary>The most memory this process has held so far.</summary>
internal static class PeakMemory
{
    public static double Megabytes()
    {
        using var self = Process.GetCurrentProcess();
        return Math.Round(self.PeakWorkingSet64 / (1024.0 * 1024.0), 1);
    }
}
