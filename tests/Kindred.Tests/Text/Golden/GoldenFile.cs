using System.Reflection;

namespace Kindred.Tests.Text;

/// <summary>Reads the golden files of this folder; a line that starts with # says where the values come from.</summary>
internal static class GoldenFile
{
    public static IEnumerable<string[]> Read(string name, char separator)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Golden/{name}")!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (!line.StartsWith('#'))
            {
                yield return line.Split(separator);
            }
        }
    }
}
