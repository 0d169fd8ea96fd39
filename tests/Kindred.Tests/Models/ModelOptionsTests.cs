using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Kindred.Domain;
using Kindred.Evaluation;
using Kindred.Models;

namespace Kindred.Tests.Models;

public class ModelOptionsTests
{
    [Fact]
    public void Names_are_words_joined_by_hyphens_and_values_are_read()
    {
        SampleOptions options = ModelOptions.Parse<SampleOptions>("learning-rate=0.5", "kind=log-likelihood", "use-it=true", "factors=8");
        Assert.Equal(new SampleOptions { LearningRate = 0.5f, Kind = SampleKind.LogLikelihood, UseIt = true, Factors = 8 }, options);
        Assert.Equal(options, ModelOptions.Parse<SampleOptions>(ModelOptions.Format(options).Select(o => $"{o.Key}={o.Value}")));
    }

    [Fact]
    public void All_problems_come_in_one_message_with_what_is_allowed()
    {
        var fault = Assert.Throws<KindredDataException>(() => ModelOptions.Parse<SampleOptions>("factor=8", "factors=many", "factors=9", "kind=x", "oops", "learning-rate=NaN"));
        Assert.Equal(
            [
                "There is no option 'factor' here; the options are: factors, learning-rate, use-it, kind.",
                "The option 'factors' is 'many'; it must be a whole number from 1 to 64.",
                "The option 'factors' is given twice.",
                "The option 'kind' is 'x'; it must be one of cosine, log-likelihood.",
                "'oops' is not of the form name=value.",
                "The option 'learning-rate' is 'NaN'; it must be a number from 0 to 1.",
            ],
            fault.Message.Split(Environment.NewLine));
    }

    [Fact]
    public void Values_outside_their_range_are_refused_when_set_in_code_too()
    {
        var fault = Assert.Throws<KindredDataException>(() => ModelOptions.Validate(new SampleOptions { Factors = 0, LearningRate = 2 }));
        Assert.Equal(2, fault.Message.Split(Environment.NewLine).Length);
    }

    [Fact]
    public void An_unknown_model_lists_the_known_ones() =>
        Assert.Contains("popularity", Assert.Throws<KindredDataException>(() => ModelRegistry.Get("nothing")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("GF-CF", "graph-filter")]
    [InlineData("gfcf", "graph-filter")]
    [InlineData("EASE^R", "ease")]
    [InlineData("item-kNN", "knn")]
    [InlineData("iALS++", "als")]
    [InlineData("BPR-MF", "bpr")]
    [InlineData("User_KNN", "user-knn")]
    public void Names_of_the_field_are_understood(string asked, string name)
    {
        ModelRequest request = ModelRequest.Parse(asked);
        Assert.Equal(name, request.Definition.Name);
        Assert.Equal(asked, request.Name);
    }

    [Fact]
    public void No_two_models_share_a_name() =>
        Assert.All(ModelRegistry.All, d => Assert.All(d.Aliases.Prepend(d.Name), n => Assert.Single(ModelRegistry.All, o => o.IsCalled(n))));

    internal enum SampleKind
    {
        Cosine,
        LogLikelihood,
    }

    internal sealed record SampleOptions
    {
        [Range(1, 64)]
        [Description("A")]
        public int Factors { get; init; } = 4;

        [Range(0.0, 1.0)]
        public float LearningRate { get; init; }

        public bool UseIt { get; init; }

        public SampleKind Kind { get; init; }
    }
}
