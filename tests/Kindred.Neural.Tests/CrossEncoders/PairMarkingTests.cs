using Kindred.Neural.CrossEncoders;
using Kindred.Neural.Tokenizing;

namespace Kindred.Neural.Tests.CrossEncoders;

public class PairMarkingTests
{
    [Fact]
    public void Words_are_cut_at_spaces_and_signs_and_numbers_stay_whole() => Assert.Equal(
        ["cinema235", "-", "85", ",", "12.95", "usd", ".", "洗", "发", "水", "500ml"], PairWord.Split("Cinema235-85, 12.95 USD. 洗发水500ml").Select(w => w.Key));

    [Fact]
    public void Words_keep_the_space_before_them() => Assert.Equal(["a", "-", "b", " c"], PairWord.Split(" a-b  c").Select(w => w.Text));

    [Theory]
    [InlineData("canon lens", "lens", 0, 1)]
    [InlineData("cameras", "camera", 2)]
    [InlineData("foto apparat", "fotoapparat", 2, 2)]
    [InlineData("d3010 wrt54g", "wrt54g", 3, 4)]
    [InlineData("500ml", "500 ml", 5)]
    [InlineData("12.95 2007", "12.50 2006", 5, 3)]
    [InlineData("12.95", "25.00", 3)]
    [InlineData("( mac )", "( pc )", 0, 0, 0)]
    public void A_word_is_marked_by_what_the_other_side_has(string text, string other, params int[] marks)
    {
        var side = new PairSide(other, _ => []);
        Assert.Equal(marks, PairWord.Split(text).Select(w => w.Mark(side)));
    }

    [Theory]
    [InlineData("COL title VAL red shoe COL brand VAL  COL price VAL 12.50 ", "title : red shoe ; price : 12.50")]
    [InlineData("COL title VAL  \"Canon\"@en", "\"Canon\"@en")]
    [InlineData("plain text", "plain text")]
    public void Fields_are_written_out_and_empty_ones_left_out(string text, string expected) => Assert.Equal(expected, PairTokenizer.Flatten(text));

    [Fact]
    public void Segments_hold_side_and_mark_and_stay_with_their_tokens_when_the_longer_text_is_cut()
    {
        var tokenizer = TextTokenizer.ForBert(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "red", "blue", "shoe", "a", "##1"]);
        PairTokens pair = new PairTokenizer(tokenizer, PairMarking.SharedWords, 32).Encode("red shoe a1", "blue shoe a1");
        Assert.Equal([2, 5, 7, 8, 9, 3, 6, 7, 8, 9, 3], pair.Ids);
        Assert.Equal([0, 0, 2, 8, 8, 0, 1, 3, 9, 9, 1], pair.Segments);
        PairTokens cut = new PairTokenizer(tokenizer, PairMarking.SharedWords, 7).Encode("shoe", "blue red blue shoe a1");
        Assert.Equal([2, 7, 3, 6, 5, 6, 3], cut.Ids);
        Assert.Equal([0, 2, 0, 1, 1, 1, 1], cut.Segments);
    }
}
