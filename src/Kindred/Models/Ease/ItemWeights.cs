using System.Numerics.Tensors;
using Kindred.Numerics;

namespace Kindred.Models;

/// <summary>Weights from each product to each other one, dense or sparse.</summary>
internal abstract class ItemWeights
{
    /// <summary>Bytes in memory.</summary>
    public abstract long SizeBytes { get; }

    /// <summary>scores(j) += factor × weight(item → j) for all j.</summary>
    public abstract void AddRow(int item, float factor, Span<float> scores);

    /// <summary>The weight from one product to another, 0 where there is none.</summary>
    public abstract float Weight(int from, int to);

    /// <summary>Writes the weights to a model file.</summary>
    public abstract void Put(ModelFile file);

    /// <summary>Reads what <see cref="Put"/> wrote.</summary>
    /// <exception cref="ModelFileException">The tensors are damaged.</exception>
    public static ItemWeights Get(ModelFile file)
    {
        int n = file.Items.Count;
        if (file.Text("form") == "dense")
        {
            int stride = SymmetricMatrix.StrideOf(n);
            return new Dense(n, stride, file.Get<float>("weights", stride, stride));
        }

        SparseMatrix weights = MatrixFile.Get(file, "weights", n);
        return weights.RowCount == n
            ? new Sparse(weights)
            : throw new ModelFileException($"The model file has weights of {weights.RowCount:N0} products and names {n:N0}: it is damaged.");
    }

    /// <summary>Row-major weights, the rows as far apart as a <see cref="SymmetricMatrix"/> has them.</summary>
    internal sealed class Dense(int count, int stride, float[] weights) : ItemWeights
    {
        public override long SizeBytes => 4L * weights.Length;

        public override void AddRow(int item, float factor, Span<float> scores) =>
            TensorPrimitives.MultiplyAdd(weights.AsSpan(item * stride, count), factor, scores, scores);

        public override float Weight(int from, int to) => weights[(from * stride) + to];

        public override void Put(ModelFile file)
        {
            file.Put("form", "dense");
            file.Put("weights", weights, stride, stride);
        }
    }

    /// <summary>Weights of neighbours only.</summary>
    internal sealed class Sparse(SparseMatrix weights) : ItemWeights
    {
        public override long SizeBytes => MatrixFile.SizeBytes(weights);

        public override void AddRow(int item, float factor, Span<float> scores)
        {
            ReadOnlySpan<int> columns = weights.Columns(item);
            ReadOnlySpan<float> values = weights.Values(item);
            for (int i = 0; i < columns.Length; i++)
            {
                scores[columns[i]] += factor * values[i];
            }
        }

        public override float Weight(int from, int to)
        {
            int at = weights.Columns(from).BinarySearch(to);
            return at < 0 ? 0 : weights.Values(from)[at];
        }

        public override void Put(ModelFile file)
        {
            file.Put("form", "sparse");
            MatrixFile.Put(file, "weights", weights);
        }
    }
}
