using System.Text.Json;
using System.Text.Json.Serialization;
using Kindred.Domain;
using Kindred.Neural.Training;

namespace Kindred.Neural.Pretraining;

/// <summary>How the shipped encoder is made: data, shape and settings, as kept in <c>recipe.json</c> beside its weights.</summary>
public sealed record PretrainingRecipe
{
    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>Where texts and pairs come from; paths are relative to the data folder.</summary>
    public required IReadOnlyList<PretrainingSource> Sources { get; init; }

    /// <summary>Most tokens of the vocabulary. Default 48,000.</summary>
    public int VocabularySize { get; init; } = 48_000;

    /// <summary>Tokens that are learned from the texts as word pieces; words of the word vectors fill the rest, most frequent first. Default 14,000.</summary>
    public int Pieces { get; init; } = 14_000;

    /// <summary>Word vectors that are read. Default 60,000.</summary>
    public int Words { get; init; } = 60_000;

    /// <summary>Width of the encoder. Default 128.</summary>
    public int HiddenSize { get; init; } = 128;

    /// <summary>Layers. Default 2.</summary>
    public int Layers { get; init; } = 2;

    /// <summary>Attention heads. Default 4.</summary>
    public int Heads { get; init; } = 4;

    /// <summary>Passes of masked-language training; 0 leaves it out, as is the default.</summary>
    public int MaskedEpochs { get; init; }

    /// <summary>Passes of contrastive training over sums of token vectors, before there is a transformer; 0 leaves it out. Default 4.</summary>
    public int BagEpochs { get; init; } = 4;

    /// <summary>Learning rate of that training. Default 2·10⁻³.</summary>
    public double BagLearningRate { get; init; } = 2e-3;

    /// <summary>Passes of contrastive training of the transformer; 0 leaves it out. Default 1.</summary>
    public int ContrastiveEpochs { get; init; } = 1;

    /// <summary>Texts or pairs in a batch. Default 256.</summary>
    public int BatchSize { get; init; } = 256;

    /// <summary>Most tokens of a text. Default 32.</summary>
    public int MaxTokens { get; init; } = 32;

    /// <summary>Learning rate of the transformer's trainings. Default 3·10⁻⁴.</summary>
    public double LearningRate { get; init; } = 3e-4;

    /// <summary>What cosines are divided by in contrastive training. Default 0.05.</summary>
    public double Temperature { get; init; } = 0.05;

    /// <summary>Share of tokens dropped in contrastive training. Default 0.1.</summary>
    public double TokenDrop { get; init; } = 0.1;

    /// <summary>Seed of everything random.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Reads a recipe.</summary>
    /// <exception cref="KindredDataException">It is not one, or no encoder can be made by it; unknown names are refused.</exception>
    public static PretrainingRecipe Parse(string json)
    {
        PretrainingRecipe recipe;
        try
        {
            recipe = JsonSerializer.Deserialize<PretrainingRecipe>(json, Format) ?? throw new KindredDataException("The recipe is empty.");
        }
        catch (JsonException e)
        {
            throw new KindredDataException($"The recipe cannot be read: {e.Message}", e);
        }

        string[] faults = [.. recipe.Faults()];
        return faults.Length == 0 ? recipe : throw new KindredDataException($"The recipe makes no encoder: {string.Join("; ", faults)}.");
    }

    /// <summary>Writes the recipe.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Format);

    internal EncoderTrainingOptions BagTraining() => Training(Math.Max(1, BagEpochs)) with { LearningRate = BagLearningRate };

    internal EncoderTrainingOptions Training(int epochs) => new()
    {
        Epochs = epochs,
        BatchSize = BatchSize,
        MaxTokens = MaxTokens,
        LearningRate = LearningRate,
        Temperature = Temperature,
        TokenDrop = TokenDrop,
        Seed = Seed,
    };

    private IEnumerable<string> Faults()
    {
        if (Sources is not { Count: > 0 })
        {
            yield return "sources names none";
        }

        if (Heads < 1 || HiddenSize <= TokenBagStart.Spare || HiddenSize % Heads != 0)
        {
            yield return $"hidden_size, {HiddenSize}, must be more than {TokenBagStart.Spare} and a multiple of heads, {Heads}";
        }

        foreach ((string name, int value) in new[] { ("vocabulary_size", VocabularySize), ("pieces", Pieces), ("words", Words), ("layers", Layers) })
        {
            if (value < 1)
            {
                yield return $"{name} is {value}, at least 1 is needed";
            }
        }
    }
}

/// <summary>The kinds of data that pretraining reads.</summary>
public enum SourceKind
{
    /// <summary>CSV of offers with columns product_title, cluster_id and cluster_label (PriceRunner's form): an offer pairs with its label and with its next offer.</summary>
    Offers,

    /// <summary>CSV with a column of titles named Description (Online Retail's form): a title pairs with itself under token drop.</summary>
    Titles,

    /// <summary>Lines "left TAB right TAB label" in Ditto's form: those labelled 1 pair.</summary>
    Matches,

    /// <summary>The shop generator's catalogue: English pairs with Chinese, a title with its category.</summary>
    Catalogue,
}

/// <summary>One source of the recipe.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="File">Path below the data folder; empty for the catalogue.</param>
/// <param name="Licence">The licence under which it is used.</param>
/// <param name="HoldOut">Whether every second cluster (by hash) is left out for evaluation; for offers.</param>
/// <param name="Products">Products of the catalogue.</param>
/// <param name="Queries">For every text, how many random choices of its words are paired with it, as queries for it.</param>
public sealed record PretrainingSource(SourceKind Kind, string File, string Licence, bool HoldOut = false, int Products = 0, int Queries = 0);
