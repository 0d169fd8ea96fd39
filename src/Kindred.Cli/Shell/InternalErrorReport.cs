using System.CommandLine;
using System.Runtime.InteropServices;

namespace Kindred.Cli.Shell;

/// <summary>Puts the details of a fault of ours into a file that can be attached to a report; the user sees one sentence.</summary>
internal static class InternalErrorReport
{
    /// <summary>Writes the file and returns the sentence to show.</summary>
    public static string Write(Exception problem, ParseResult arguments)
    {
        string path = Path.Combine(Path.GetTempPath(), $"kindred-error-{Guid.NewGuid():N}.txt");
        string report = $"""
            kindred {ProgramVersion.Text}
            {RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}, {RuntimeInformation.FrameworkDescription}
            arguments: {string.Join(' ', arguments.Tokens.Select(t => t.Value))}

            {problem}
            """;
        try
        {
            File.WriteAllText(path, report);
        }
        catch (IOException cannotWrite)
        {
            return $"Something went wrong inside kindred: {problem.GetType().Name}: {problem.Message} (the report could not be written: {cannotWrite.Message})";
        }

        return $"Something went wrong inside kindred: {problem.Message} Details are in {path}; please attach that file to a report.";
    }
}
