using System.Reflection;
using NetArchTest.Rules;
using TestResult = NetArchTest.Rules.TestResult;

namespace Kindred.Tests;

/// <summary>The arrows of ARCHITECTURE.md: a folder of the engine uses only the folders above it.</summary>
public class ArchitectureTests
{
    private static readonly Assembly Engine = typeof(Domain.Vocabulary).Assembly;

    // Highest first; each may use those before it. The order is DESIGN's, with Simulation (the shop generator) beside Mining.
    private static readonly string[] Folders =
    [
        "Domain", "Numerics", "Mining", "Simulation", "Text", "Models", "Encoders", "Index", "Association", "Recommend", "Explain", "Evaluation", "Privacy",
    ];

    [Fact]
    public void A_folder_uses_only_the_folders_above_it()
    {
        for (int i = 0; i < Folders.Length; i++)
        {
            string[] below = [.. Folders.Skip(i + 1).Select(f => $"Kindred.{f}")];
            if (below.Length == 0)
            {
                continue;
            }

            TestResult result = Types.InAssembly(Engine).That().ResideInNamespace($"Kindred.{Folders[i]}")
                .ShouldNot().HaveDependencyOnAny(below).GetResult();
            Assert.True(result.IsSuccessful, $"{Folders[i]} reaches down: {string.Join(", ", result.FailingTypeNames ?? [])}");
        }
    }

    [Fact]
    public void Every_type_lives_in_a_known_folder()
    {
        string[] strays = [.. Engine.GetTypes()
            .Where(t => t.Namespace is { } n && n.StartsWith("Kindred", StringComparison.Ordinal))
            .Where(t => !Folders.Any(f => t.Namespace == $"Kindred.{f}" || t.Namespace!.StartsWith($"Kindred.{f}.", StringComparison.Ordinal)))
            .Select(t => t.FullName!)];
        Assert.Empty(strays);
    }

    [Fact]
    public void The_engine_needs_no_other_project_of_ours_and_no_native_library()
    {
        string[] names = [.. Engine.GetReferencedAssemblies().Select(a => a.Name!)];
        Assert.DoesNotContain(names, n => n.StartsWith("Kindred", StringComparison.Ordinal) || n.StartsWith("DuckDB", StringComparison.Ordinal));
    }
}
