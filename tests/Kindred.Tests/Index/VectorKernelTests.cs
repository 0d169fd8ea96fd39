using CsCheck;
using Kindred.Index;

namespace Kindred.Tests.Index;

[Trait("kind", "kernel")]
public unsafe class VectorKernelTests
{
    private static readonly Gen<(float[] A, float[] B)> Floats =
        from lines in Gen.Int[1, 20]
        from a in Gen.Float[-2f, 2f].Array[lines * FloatKernels.Padding]
        from b in Gen.Float[-2f, 2f].Array[lines * FloatKernels.Padding]
        select (a, b);

    private static readonly Gen<(sbyte[] A, sbyte[] B)> Codes =
        from lines in Gen.Int[1, 20]
        from a in Code.Array[lines * Int8Kernels.Padding]
        from b in Code.Array[lines * Int8Kernels.Padding]
        select (a, b);

    // The ends of the range often: they are what overflows.
    private static Gen<sbyte> Code => Gen.OneOf(Gen.SByte[-127, 127], Gen.Bool.Select(up => (sbyte)(up ? 127 : -127)));

    [Fact]
    public void Inner_products_equal_the_plain_sum() => Floats.Sample(pair =>
    {
        double plain = pair.A.Zip(pair.B, (x, y) => (double)x * y).Sum();
        double tolerance = 1e-6 * pair.A.Zip(pair.B, (x, y) => Math.Abs((double)x * y)).Sum() + 1e-12;
        fixed (float* a = pair.A, b = pair.B)
        {
            Assert.Equal(plain, FloatKernels.Dot(a, b, pair.A.Length), tolerance);
            Assert.Equal(plain, FloatKernels.Dot512(a, b, pair.A.Length), tolerance);
            Assert.Equal(plain, FloatKernels.Dot256(a, b, pair.A.Length), tolerance);
            Assert.Equal(plain, FloatKernels.Dot128(a, b, pair.A.Length), tolerance);
            Assert.Equal(plain, FloatKernels.DotScalar(a, b, pair.A.Length), 20 * tolerance);
        }
    });

    [Fact]
    public void Squared_distances_equal_the_plain_sum() => Floats.Sample(pair =>
    {
        double plain = pair.A.Zip(pair.B, (x, y) => ((double)x - y) * ((double)x - y)).Sum();
        fixed (float* a = pair.A, b = pair.B)
        {
            Assert.Equal(plain, FloatKernels.SquaredDistance(a, b, pair.A.Length), (1e-6 * plain) + 1e-12);
            Assert.Equal(plain, FloatKernels.SquaredDistance512(a, b, pair.A.Length), (1e-6 * plain) + 1e-12);
            Assert.Equal(plain, FloatKernels.SquaredDistance256(a, b, pair.A.Length), (1e-6 * plain) + 1e-12);
            Assert.Equal(plain, FloatKernels.SquaredDistance128(a, b, pair.A.Length), (1e-6 * plain) + 1e-12);
            Assert.Equal(plain, FloatKernels.SquaredDistanceScalar(a, b, pair.A.Length), (2e-5 * plain) + 1e-12);
        }
    });

    [Fact]
    public void Code_products_equal_the_plain_sum_bit_for_bit() => Codes.Sample(pair =>
    {
        int plain = pair.A.Zip(pair.B, (x, y) => x * y).Sum();
        fixed (sbyte* a = pair.A, b = pair.B)
        {
            Assert.Equal(plain, Int8Kernels.Dot(a, b, pair.A.Length));
            Assert.Equal(plain, Int8Kernels.DotWidened(a, b, pair.A.Length));
            Assert.Equal(plain, Int8Kernels.DotScalar(a, b, pair.A.Length));
        }
    });

    [Fact]
    public void Code_products_of_the_most_dimensions_do_not_overflow()
    {
        sbyte[] ends = [.. Enumerable.Repeat((sbyte)127, VectorChecks.MaxDimensions)];
        fixed (sbyte* a = ends)
        {
            Assert.Equal(127L * 127 * ends.Length, Int8Kernels.Dot(a, a, ends.Length));
            Assert.Equal(127L * 127 * ends.Length, Int8Kernels.DotWidened(a, a, ends.Length));
        }
    }

    [Theory]
    [InlineData(VectorMetric.Cosine)]
    [InlineData(VectorMetric.Dot)]
    [InlineData(VectorMetric.Euclidean)]
    public void Codes_estimate_the_metric_within_their_rounding(VectorMetric metric)
    {
        const int dimensions = 50;
        float[] vectors = TestVectors.Clustered(2, dimensions, seed: 3);
        var table = new VectorTable(metric, dimensions, 2, 2);
        var codes = new CodeTable(metric, dimensions, 2);
        for (int i = 0; i < 2; i++)
        {
            codes.Encode(table.Append(i, vectors.AsSpan(i * dimensions, dimensions)), table.Vector(i));
        }

        // Each factor is off by at most half a scale a component; one percent of the norms' product is several times that.
        double norms = Norm(table.Components(0)) * Norm(table.Components(1));
        float estimate = new CodeScorer(codes, codes.Codes.Pointer).Score(1);
        Assert.Equal(ExactSearch.Score(table, table.Vector(0), 1), estimate, 0.02 * norms);
    }

    private static double Norm(ReadOnlySpan<float> vector) => Math.Sqrt(vector.ToArray().Sum(x => (double)x * x));
}
