using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using Kindred.Domain;
using Kindred.Models;
using Kindred.Numerics;
using Kindred.Text;

namespace Kindred.Encoders;

/// <summary>Static encoders as model files: the tokens stand where other models have their products.</summary>
internal static class StaticEncoderFile
{
    private const string Kind = "static-encoder";

    public static void Write(StaticEncoder encoder, Stream stream)
    {
        TokenVectors tokens = encoder.Tokens;
        var file = new ModelFile(Kind, new Vocabulary(tokens.Tokens.Terms));
        file.Put("dimensions", Text(tokens.Dimensions));
        file.Put("part.min", Text(tokens.Spelling.Options.MinLength));
        file.Put("part.max", Text(tokens.Spelling.Options.MaxLength));
        file.Put("tokens", tokens.Vectors.Elements, tokens.Tokens.Count, tokens.Dimensions);
        file.Put("spelling", new[] { tokens.Spelling.Length });
        file.Put("parts", tokens.Spelling.Parts.Elements, tokens.Spelling.Parts.Rows, tokens.Dimensions);
        file.Put("common", encoder.Common.Elements, encoder.Common.Rows, tokens.Dimensions);
        file.Write(stream);
    }

    public static StaticEncoder Read(Stream stream)
    {
        ModelFile file = ModelFile.Read(stream);
        if (file.Kind != Kind)
        {
            throw new ModelFileException($"The file holds a model of the kind '{file.Kind}', not a static encoder.");
        }

        int dimensions = file.Number("dimensions");
        if (dimensions < 1)
        {
            throw new ModelFileException($"The encoder file states {dimensions} dimensions: it is damaged.");
        }

        FactorMatrix Matrix(string name, long rows) => new(dimensions, file.Get<float>(name, rows, dimensions));
        var terms = new TermTable(Enumerable.Range(0, file.Items.Count).Select(t => file.Items[t].Value));
        FactorMatrix parts = Matrix("parts", -1);
        var subwords = new SubwordOptions(parts.Rows, file.Number("part.min"), file.Number("part.max"));
        if (subwords.Buckets > 0 && (subwords.MinLength < 1 || subwords.MaxLength < subwords.MinLength))
        {
            throw new ModelFileException($"The encoder file states parts of {subwords.MinLength} to {subwords.MaxLength} characters: it is damaged.");
        }

        return new StaticEncoder(new TokenVectors(terms, Matrix("tokens", terms.Count), new SpellingVectors(subwords, parts, file.Get<float>("spelling", 1)[0])), Matrix("common", -1));
    }

    public static string Fingerprint(TokenVectors tokens, FactorMatrix common)
    {
        var hash = new XxHash3();
        foreach (string token in tokens.Tokens.Terms)
        {
            hash.Append(Encoding.UTF8.GetBytes(token));
            hash.Append([0]);
        }

        hash.Append(MemoryMarshal.AsBytes<int>([tokens.Dimensions, tokens.Spelling.Options.MinLength, tokens.Spelling.Options.MaxLength]));
        hash.Append(MemoryMarshal.AsBytes<float>([tokens.Spelling.Length]));
        hash.Append(MemoryMarshal.AsBytes<float>(tokens.Vectors.Elements));
        hash.Append(MemoryMarshal.AsBytes<float>(tokens.Spelling.Parts.Elements));
        hash.Append(MemoryMarshal.AsBytes<float>(common.Elements));
        return hash.GetCurrentHashAsUInt64().ToString("x16", CultureInfo.InvariantCulture);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
