using Kindred.Report;

namespace Kindred.Cli.Analysis;

/// <summary>Writes the report so that a reader finds the old one or the new one, never half of one.</summary>
internal static class ReportFile
{
    public static void Write(string path, ReportModel model)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        string temporary = $"{path}.{Environment.ProcessId}.tmp";
        try
        {
            using (FileStream stream = File.Create(temporary))
            {
                HtmlReport.Write(model, stream);
            }

            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
