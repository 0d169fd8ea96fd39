namespace Kindred.Tests.Shared;

/// <summary>Finds the real datasets beside the checkout; tests that need them skip by name where they are absent.</summary>
internal static class SharedData
{
    /// <summary>The absolute path of a file below <c>../shared/data</c>, or skips the running test.</summary>
    public static string Require(string relativePath)
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string candidate = Path.Combine(folder.FullName, "shared", "data", relativePath);
            if (File.Exists(candidate))
            {
                return candidate;
            }
        }

        Assert.Skip($"../shared/data/{relativePath} is not on this machine.");
        return string.Empty;
    }
}
