using Kindred.Models;

namespace Kindred.Tests.Models;

public class ConformanceCoverageTests
{
    [Fact]
    public void Every_model_has_its_conformance_tests()
    {
        string[] tested = [.. typeof(RecommenderConformance).Assembly.GetTypes()
            .Where(t => t.IsSubclassOf(typeof(RecommenderConformance)) && !t.IsAbstract)
            .Select(t => ((IModelTest)Activator.CreateInstance(t)!).ModelName)];
        Assert.Equal(ModelRegistry.All.Select(d => d.Name).Order(), tested.Distinct().Order());
    }

    [Fact]
    public void Every_recommender_of_the_engine_is_registered()
    {
        int classes = typeof(IRecommender).Assembly.GetTypes().Count(t => typeof(IRecommender).IsAssignableFrom(t) && t.IsClass && !t.IsAbstract);
        Assert.True(classes <= ModelRegistry.All.Count, $"{classes} models and {ModelRegistry.All.Count} registered kinds.");
    }
}

/// <summary>Lets the coverage test ask which model a test class is about.</summary>
public interface IModelTest
{
    string ModelName { get; }
}
