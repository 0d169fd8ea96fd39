using Kindred.Domain;

namespace Kindred.Numerics;

/// <summary>A dense symmetric float32 matrix, row-major, filled up with zeros to whole tiles. Memory: about 4 n² bytes.</summary>
internal sealed class SymmetricMatrix
{
    private const int Tile = TileProduct.Size;

    /// <summary>Creates a matrix of zeros.</summary>
    public SymmetricMatrix(int order)
        : this(order, new float[checked(StrideOf(order) * StrideOf(order))])
    {
    }

    /// <summary>Wraps the elements of a matrix of whole tiles.</summary>
    public SymmetricMatrix(int order, float[] elements) => (Order, Stride, Elements) = (order, StrideOf(order), elements);

    /// <summary>Rows and columns.</summary>
    public int Order { get; }

    /// <summary>Elements from one row to the next: the order rounded up to whole tiles.</summary>
    public int Stride { get; }

    /// <summary>All elements, <see cref="Stride"/> rows of <see cref="Stride"/>.</summary>
    public float[] Elements { get; }

    /// <summary>The order rounded up to whole tiles.</summary>
    public static int StrideOf(int order) => (order + Tile - 1) / Tile * Tile;

    /// <summary>The elements of a row.</summary>
    public Span<float> Row(int row) => Elements.AsSpan(row * Stride, Order);

    /// <summary>Replaces the matrix, of which the lower triangle is read, by its inverse, both triangles.</summary>
    /// <remarks>
    /// The sweep operator (Goodnight, "A tutorial on the SWEEP operator", The American Statistician 33, 1979) with tiles for pivots. For a positive
    /// definite matrix the pivot tiles are the Schur complements of block Cholesky elimination, positive definite as well; each is inverted in
    /// double precision. n³ operations, nearly all in <see cref="TileProduct"/>, in place. Tiles are independent: threads do not change the result.
    /// </remarks>
    /// <returns>False where the matrix is not positive definite up to rounding; its elements are then of no use.</returns>
    public bool TryInvert(int threads, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        for (int i = Order; i < Stride; i++)
        {
            Elements[(i * Stride) + i] = 1;
        }

        var parallel = new ParallelOptions { MaxDegreeOfParallelism = ThreadCount.Resolve(threads), CancellationToken = cancellation };
        var sweep = new Sweep(this, parallel);
        for (int pivot = 0; pivot < Stride / Tile; pivot++)
        {
            if (!sweep.TryStep(pivot))
            {
                return false;
            }

            progress?.Report(new StageProgress("inverting", (pivot + 1.0) * Tile / Stride));
        }

        Mirror(parallel);
        return true;
    }

    // The sweeps leave the negative inverse in the lower triangle.
    private void Mirror(ParallelOptions parallel) => Parallel.For(0, Stride, parallel, i =>
    {
        for (int j = 0; j <= i; j++)
        {
            float value = i < Order ? -Elements[(i * Stride) + j] : 0;
            Elements[(i * Stride) + j] = value;
            Elements[(j * Stride) + i] = value;
        }
    });

    private sealed class Sweep(SymmetricMatrix matrix, ParallelOptions parallel)
    {
        private readonly int _stride = matrix.Stride;
        private readonly int _blocks = matrix.Stride / Tile;
        private readonly float[] _elements = matrix.Elements;

        // By tile b of the pivot column, packed: the tile as left operand; its transpose, then (tile × pivot inverse) transposed, as right operand.
        // That product as it is, negated, is what comes back to the pivot column.
        private readonly float[] _left = new float[matrix.Stride * Tile];
        private readonly float[] _right = new float[matrix.Stride * Tile];
        private readonly float[] _scaled = new float[matrix.Stride * Tile];
        private readonly float[] _negativeInverse = new float[TileProduct.Area];
        private readonly float[] _packedInverse = new float[TileProduct.Area];
        private readonly float[] _diagonal = [.. Enumerable.Range(0, matrix.Stride).Select(i => matrix.Elements[(i * matrix.Stride) + i])];

        public bool TryStep(int pivot)
        {
            if (!HasPivots(pivot) || !PivotInverse.TryCompute(At(pivot, pivot), _stride, _negativeInverse))
            {
                return false;
            }

            TileProduct.PackLeft(_negativeInverse, Tile, 1, _packedInverse);
            Parallel.For(0, _blocks, parallel, block => ScaleColumn(block, pivot));
            Parallel.For(0, _blocks * (_blocks + 1) / 2, parallel, pair =>
            {
                (int row, int column) = TriangleCell(pair);
                if (row != pivot && column != pivot)
                {
                    TileProduct.Subtract(TileOf(_left, row), TileOf(_right, column), At(row, column), _stride);
                }
            });
            Parallel.For(0, _blocks, parallel, block => StoreColumn(block, pivot));
            return true;
        }

        // What earlier sweeps left of the diagonal must be more than their rounding.
        private bool HasPivots(int pivot)
        {
            for (int i = pivot * Tile; i < (pivot + 1) * Tile; i++)
            {
                if (!(_elements[(i * _stride) + i] > Cholesky.SmallestPivot * _diagonal[i]))
                {
                    return false;
                }
            }

            return true;
        }

        private static (int Row, int Column) TriangleCell(int pair)
        {
            int row = (int)((Math.Sqrt((8.0 * pair) + 1) - 1) / 2);
            int start = row * (row + 1) / 2;
            return start > pair ? (row - 1, pair - start + row) : pair - start > row ? (row + 1, pair - start - row - 1) : (row, pair - start);
        }

        private static Span<float> TileOf(float[] panel, int block) => panel.AsSpan(block * TileProduct.Area, TileProduct.Area);

        private Span<float> At(int blockRow, int blockColumn) => _elements.AsSpan((blockRow * Tile * _stride) + (blockColumn * Tile));

        private void ScaleColumn(int block, int pivot)
        {
            // Above the diagonal the tile is found transposed, below it.
            ReadOnlySpan<float> tile = block > pivot ? At(block, pivot) : At(pivot, block);
            (int stepRow, int stepInner) = block > pivot ? (_stride, 1) : (1, _stride);
            TileProduct.PackLeft(tile, stepRow, stepInner, TileOf(_left, block));
            TileProduct.PackRight(tile, stepInner, stepRow, TileOf(_right, block));
            Span<float> scaled = TileOf(_scaled, block);
            scaled.Clear();
            TileProduct.Subtract(_packedInverse, TileOf(_right, block), scaled, Tile);
            TileProduct.PackRight(scaled, Tile, 1, TileOf(_right, block));
        }

        private void StoreColumn(int block, int pivot)
        {
            if (block == pivot)
            {
                Copy(_negativeInverse, Tile, At(pivot, pivot), _stride);
            }
            else if (block < pivot)
            {
                Copy(TileOf(_scaled, block), Tile, At(pivot, block), _stride);
            }
            else
            {
                Transpose(TileOf(_scaled, block), Tile, At(block, pivot), _stride);
            }
        }

        private static void Copy(ReadOnlySpan<float> source, int sourceStride, Span<float> target, int targetStride)
        {
            for (int i = 0; i < Tile; i++)
            {
                source.Slice(i * sourceStride, Tile).CopyTo(target[(i * targetStride)..]);
            }
        }

        private static void Transpose(ReadOnlySpan<float> source, int sourceStride, Span<float> target, int targetStride)
        {
            for (int i = 0; i < Tile; i++)
            {
                for (int j = 0; j < Tile; j++)
                {
                    target[(j * targetStride) + i] = source[(i * sourceStride) + j];
                }
            }
        }
    }
}
