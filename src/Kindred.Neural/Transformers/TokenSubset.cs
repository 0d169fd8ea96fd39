using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Kindred.Neural.Transformers;

/// <summary>Some rows of a token table as a table of their own, put back into the whole one in the end.</summary>
internal sealed class TokenSubset : IDisposable
{
    private readonly Parameter _whole;
    private readonly Tensor _tokens;
    private readonly Tensor _places;
    private readonly Action<Parameter> _putBack;
    private bool _isPutBack;

    /// <summary>Copies rows out of a table.</summary>
    /// <param name="whole">The table, [V × H]; not changed before the end.</param>
    /// <param name="tokens">The numbers of the rows, in any order, repeated or not.</param>
    /// <param name="putBack">Told when the whole table has its rows again.</param>
    public TokenSubset(Parameter whole, IEnumerable<int> tokens, Action<Parameter> putBack)
    {
        (_whole, _putBack) = (whole, putBack);
        long[] kept = [.. tokens.Distinct().Order().Select(t => (long)t)];
        // Tokens that are left out have no place, and asking for the row of one is an error of libtorch.
        var places = new long[whole.shape[0]];
        Array.Fill(places, -1);
        for (int i = 0; i < kept.Length; i++)
        {
            places[kept[i]] = i;
        }

        (_tokens, _places) = (tensor(kept), tensor(places));
        using Tensor plain = whole.detach();
        Rows = new Parameter(plain.index_select(0, _tokens));
    }

    /// <summary>The rows, [kept × H].</summary>
    public Parameter Rows { get; }

    /// <summary>Where tokens stand among the rows: int64 of the shape of the numbers.</summary>
    public Tensor Places(Tensor ids) => _places.index_select(0, ids.reshape(-1)).view(ids.shape);

    /// <summary>Puts the rows back and frees them.</summary>
    public void Dispose()
    {
        if (_isPutBack)
        {
            return;
        }

        using (no_grad())
        using (Tensor rows = Rows.detach())
        {
            _whole.index_copy_(0, _tokens, rows);
        }

        _isPutBack = true;
        _putBack(_whole);
        Rows.Dispose();
        _tokens.Dispose();
        _places.Dispose();
    }
}
