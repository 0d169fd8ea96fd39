using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Kindred.Models;

namespace Kindred.Neural.Tokenizing;

/// <summary>SentencePiece's character map: a double-array trie (Aoe, 1989; in the layout of the Darts-clone library) over UTF-8, and the texts its values point to.</summary>
internal sealed class PrecompiledMap
{
    private readonly uint[] _trie;
    private readonly byte[] _texts;

    /// <param name="map">Trie length in bytes (little-endian), trie, texts each ended by a zero.</param>
    public PrecompiledMap(byte[] map)
    {
        uint length = map.Length >= 4 ? BinaryPrimitives.ReadUInt32LittleEndian(map) : 0;
        if (length == 0 || length % 4 != 0 || length > map.Length - 4)
        {
            throw new ModelFileException("tokenizer.json holds a precompiled character map that is damaged.");
        }

        _trie = new uint[length / 4];
        for (int i = 0; i < _trie.Length; i++)
        {
            _trie[i] = BinaryPrimitives.ReadUInt32LittleEndian(map.AsSpan(4 + (4 * i)));
        }

        _texts = map[(int)(4 + length)..];
    }

    /// <summary>Replaces every grapheme, or else every character, that the map has.</summary>
    public string Apply(string text)
    {
        var result = new StringBuilder(text.Length);
        TextElementEnumerator graphemes = StringInfo.GetTextElementEnumerator(text);
        while (graphemes.MoveNext())
        {
            string grapheme = graphemes.GetTextElement();
            byte[] bytes = Encoding.UTF8.GetBytes(grapheme);
            if (bytes.Length < 6 && Find(bytes) is { } whole)
            {
                result.Append(whole);
                continue;
            }

            foreach (Rune rune in grapheme.EnumerateRunes())
            {
                result.Append(Find(Encoding.UTF8.GetBytes(rune.ToString())) ?? rune.ToString());
            }
        }

        return result.ToString();
    }

    // The value of the shortest key that the bytes begin with, as the reference takes the first match.
    private string? Find(byte[] bytes)
    {
        uint unit = Unit(0);
        uint node = Offset(unit);
        foreach (byte b in bytes)
        {
            if (b == 0)
            {
                return null;
            }

            node ^= b;
            unit = Unit(node);
            if ((unit & 0x800000FF) != b)
            {
                return null;
            }

            node ^= Offset(unit);
            if ((unit >> 8 & 1) != 0)
            {
                return Text(Unit(node) & 0x7FFFFFFF);
            }
        }

        return null;
    }

    private uint Unit(uint at) => at < _trie.Length ? _trie[at] : throw new ModelFileException("tokenizer.json holds a precompiled character map that is damaged.");

    private static uint Offset(uint unit) => unit >> 10 << (int)((unit & (1 << 9)) >> 6);

    private string Text(uint start)
    {
        int end = start < _texts.Length ? Array.IndexOf(_texts, (byte)0, (int)start) : -1;
        return end >= 0 ? Encoding.UTF8.GetString(_texts, (int)start, end - (int)start)
            : throw new ModelFileException("tokenizer.json holds a precompiled character map that is damaged.");
    }
}
