namespace Kindred.Benchmarks.Mining;

/// <summary>Finds the real datasets beside the checkout.</summary>
internal static class BenchmarkData
{
    /// <summary>Path of a file below <c>../shared/data</c>.</summary>
    /// <exception cref="FileNotFoundException">It is not on this machine; the benchmark that needs it is left out with this message.</exception>
    public static string Path(string relativePath)
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string candidate = System.IO.Path.Combine(folder.FullName, "shared", "data", relativePath);
            if (File.Exists(candidate))
            {
                return candidate;
            }
        }

        throw new FileNotFoundException($"../shared/data/{relativePath} is not on this machine; its benchmarks are left out.", relativePath);
    }
}
