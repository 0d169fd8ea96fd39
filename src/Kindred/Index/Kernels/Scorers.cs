using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Kindred.Index;

/// <summary>Compares one vector with the stored ones; structs, so that the walk is compiled once for each with the kernel inlined.</summary>
internal interface IScorer<TSelf>
    where TSelf : struct, IScorer<TSelf>
{
    /// <summary>Similarity with the vector of a slot; higher is better.</summary>
    float Score(int slot);

    /// <summary>Asks the processor to fetch the vector of a slot.</summary>
    void Prefetch(int slot);

    /// <summary>The scorer of a stored vector.</summary>
    TSelf For(int slot);
}

/// <summary>Inner product of float32 vectors; the cosine, where they are normalised.</summary>
internal readonly unsafe struct DotScorer(VectorTable table, float* query) : IScorer<DotScorer>
{
    private readonly float* _vectors = table.Vectors.Pointer;
    private readonly float* _query = query;
    private readonly nint _stride = table.Stride;
    private readonly VectorTable _table = table;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float Score(int slot) => FloatKernels.Dot(_query, _vectors + (slot * _stride), (int)_stride);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(int slot) => CacheLines.Prefetch(_vectors + (slot * _stride), _stride * sizeof(float));

    public DotScorer For(int slot) => new(_table, _vectors + (slot * _stride));
}

/// <summary>Minus the squared Euclidean distance of float32 vectors.</summary>
internal readonly unsafe struct EuclideanScorer(VectorTable table, float* query) : IScorer<EuclideanScorer>
{
    private readonly float* _vectors = table.Vectors.Pointer;
    private readonly float* _query = query;
    private readonly nint _stride = table.Stride;
    private readonly VectorTable _table = table;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float Score(int slot) => -FloatKernels.SquaredDistance(_query, _vectors + (slot * _stride), (int)_stride);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(int slot) => CacheLines.Prefetch(_vectors + (slot * _stride), _stride * sizeof(float));

    public EuclideanScorer For(int slot) => new(_table, _vectors + (slot * _stride));
}

/// <summary>The metric estimated from int8 codes: bias(q) + bias(v) + scale(q) · scale(v) · Σ q[i] · v[i].</summary>
internal readonly unsafe struct CodeScorer(CodeTable table, byte* query) : IScorer<CodeScorer>
{
    private readonly byte* _codes = table.Codes.Pointer;
    private readonly byte* _query = query;
    private readonly nint _stride = table.Stride;
    private readonly float _scale = *(float*)query;
    private readonly float _bias = ((float*)query)[1];
    private readonly CodeTable _table = table;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float Score(int slot)
    {
        byte* code = _codes + (slot * _stride);
        int dot = Int8Kernels.Dot((sbyte*)_query + CodeTable.Header, (sbyte*)code + CodeTable.Header, (int)_stride - CodeTable.Header);
        return _bias + ((float*)code)[1] + (_scale * *(float*)code * dot);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(int slot) => CacheLines.Prefetch(_codes + (slot * _stride), _stride);

    public CodeScorer For(int slot) => new(_table, _codes + (slot * _stride));
}

/// <summary>Fetching ahead: the walk first asks for all neighbours it will compare, so that their cache misses overlap.</summary>
internal static unsafe class CacheLines
{
    // The first lines are enough: the processor's own prefetcher follows a run it has seen begin.
    private const int MostBytes = 512;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(void* start, nint bytes)
    {
        if (Sse.IsSupported)
        {
            byte* end = (byte*)start + Math.Min(bytes, MostBytes);
            for (byte* line = (byte*)start; line < end; line += 64)
            {
                Sse.Prefetch0(line);
            }
        }
    }
}
