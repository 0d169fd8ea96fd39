namespace Kindred.Cli.Shell;

/// <summary>What a run tells its caller; part of the command's contract.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int DataAtFault = 1;
    public const int WrongUsage = 2;
    public const int InternalError = 3;
    public const int Cancelled = 130;
}
