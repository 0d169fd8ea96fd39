using Kindred.Numerics;
using Kindred.Text;

namespace Kindred.Tests.Text;

public class TfIdfVectorizerTests
{
    private static readonly TextAnalyzer Plain = new(new TextAnalyzerOptions { Stem = false, RemoveStopWords = false });

    [Fact]
    public void Weights_are_those_of_the_formula()
    {
        var vectorizer = TfIdfVectorizer.Fit(["red red shoe", "red hat"], Plain);
        SparseMatrix rows = vectorizer.Transform(["red red shoe unknown"]);
        double red = (1 + Math.Log(2)) * (1 + Math.Log(3.0 / 3));
        double shoe = 1 + Math.Log(3.0 / 2);
        double length = Math.Sqrt((red * red) + (shoe * shoe));
        Assert.Equal(["red", "shoe", "hat"], vectorizer.Terms);
        Assert.Equal([0, 1], rows.Columns(0).ToArray());
        Assert.Equal(red / length, rows.Values(0)[0], 1e-6);
        Assert.Equal(shoe / length, rows.Values(0)[1], 1e-6);
    }

    [Fact]
    public void Rare_terms_can_be_left_out_and_texts_without_terms_are_empty_rows()
    {
        var vectorizer = TfIdfVectorizer.Fit(["red shoe", "red hat"], Plain, minDocuments: 2);
        Assert.Equal(["red"], vectorizer.Terms);
        Assert.Equal(0, vectorizer.Transform(["shoe"]).StoredCount);
    }
}
