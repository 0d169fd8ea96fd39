using CsCheck;
using Kindred.Mining.Bits;

namespace Kindred.Tests.Mining.Bits;

[Trait("kind", "kernel")]
public unsafe class BitKernelTests
{
    private static readonly Gen<(ulong[] A, ulong[] B, ulong[] C)> Rows =
        from words in Gen.Int[1, 70]
        from a in Gen.ULong.Array[words]
        from b in Gen.ULong.Array[words]
        from c in Gen.ULong.Array[words]
        select (a, b, c);

    [Fact]
    public void And_counts_equal_counting_bit_by_bit() => Rows.Sample(rows =>
    {
        (ulong[] a, ulong[] b, ulong[] c) = rows;
        int plain = Bits(a).Zip(Bits(b)).Count(p => p.First && p.Second);
        fixed (ulong* x = a, y = b, z = c)
        {
            Assert.Equal(plain, BitKernels.AndCount(x, y, a.Length));
            Assert.Equal(plain, BitKernels.AndCountScalar(x, y, a.Length));
            BitKernels.And(x, y, z, a.Length);
        }

        Assert.Equal(Bits(a).Zip(Bits(b), (p, q) => p && q), Bits(c));
    });

    [Fact]
    public void Projection_keeps_the_bits_under_the_mask_in_order() => Rows.Sample(rows =>
    {
        (ulong[] row, ulong[] mask, _) = rows;
        bool[] expected = [.. Bits(row).Zip(Bits(mask)).Where(p => p.Second).Select(p => p.First)];
        ulong[] target = new ulong[(expected.Length + 63) / 64];
        fixed (ulong* x = row, y = mask, z = target)
        {
            BitKernels.Project(x, y, row.Length, z);
        }

        Assert.Equal(expected, Bits(target).Take(expected.Length));
        Assert.DoesNotContain(true, Bits(target).Skip(expected.Length));
    });

    [Fact]
    public void Extraction_without_the_instruction_equals_its_definition() => Gen.Select(Gen.ULong, Gen.ULong).Sample((value, mask) =>
    {
        bool[] expected = [.. Bits([value]).Zip(Bits([mask])).Where(p => p.Second).Select(p => p.First)];
        Assert.Equal(expected, Bits([BitKernels.ExtractScalar(value, mask)]).Take(expected.Length));
    });

    [Fact]
    public void Subset_means_nothing_outside() => Rows.Sample(rows =>
    {
        ulong[] both = [.. rows.A.Zip(rows.B, (x, y) => x & y)];
        fixed (ulong* part = both, whole = rows.A, other = rows.C)
        {
            Assert.True(BitKernels.IsSubset(part, whole, both.Length));
            Assert.Equal(Bits(both).Zip(Bits(rows.C)).All(p => !p.First || p.Second), BitKernels.IsSubset(part, other, both.Length));
        }
    });

    private static IEnumerable<bool> Bits(ulong[] words) => words.SelectMany(w => Enumerable.Range(0, 64).Select(b => ((w >> b) & 1) == 1));
}
