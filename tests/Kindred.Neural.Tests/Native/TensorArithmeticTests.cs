using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Kindred.Neural.Native;
using Kindred.Neural.Transformers;
using static TorchSharp.torch;

namespace Kindred.Neural.Tests.Native;

public class TensorArithmeticTests
{
    // What of TorchSharp makes numbers that are gone before libtorch has read them.
    private static readonly HashSet<string> Forbidden =
    [
        "Scalar.op_Implicit", "Tensor.op_Addition", "Tensor.op_Subtraction", "Tensor.sub", "Tensor.sub_", "Tensor.item", "Tensor.pow", "Tensor.square",
        "torch.arange", "torch.full", "torch.square", "torch.pow", "functional.normalize", "utils.clip_grad_norm_",
        "optim.Adam", "optim.AdamW", "optim.SGD", "optim.RMSProp",
    ];

    [Fact]
    public void No_number_is_handed_to_libtorch_that_may_be_collected()
    {
        string[] used = [.. MembersOf(typeof(TransformerEncoder).Assembly.Location)];
        Assert.Contains("Tensor.matmul", used);
        Assert.Contains("ScalarExtensionMethods.ToScalar", used);
        Assert.Empty(used.Intersect(Forbidden));
        Assert.Contains("Scalar.op_Implicit", MembersOf(typeof(TensorArithmeticTests).Assembly.Location)); // what is looked for is found where it is
    }

    [Fact]
    public void Worked_by_hand()
    {
        NativeLibraries.UseTorch();
        using Tensor x = tensor(new float[] { 3, 4, 0, 0 }, [2, 2]);
        using Tensor y = tensor(new float[] { 1, 2, 3, 4 }, [2, 2]);
        using Tensor mask = tensor(new[] { true, false, false, true }, [2, 2]);
        Assert.Equal([4, 6, 3, 4], Values(x.Plus(y)));
        Assert.Equal([2, 2, -3, -4], Values(x.Minus(y)));
        Assert.Equal([2, 3, -1, -1], Values(x.Plus(-1)));
        Assert.Equal([1.5f, 2, 0, 0], Values(x.Times(0.5)));
        Assert.Equal([0.75f, 1, 0, 0], Values(x.Over(4)));
        Assert.Equal([-9, 4, 0, -9], Values(x.FilledWhere(mask, -9)));
        Assert.Equal([0, 0, 1, 1], Values(x.IsZero().to_type(ScalarType.Float32)));
        Assert.Equal([0.6f, 0.8f, 0, 0], Values(x.WithUnitRows()));
        using Tensor numbers = TensorArithmetic.Numbers(3);
        Assert.Equal([0, 1, 2], numbers.data<long>().ToArray());
        using Tensor row = tensor(new float[] { 10, 20 }, [1, 2]);
        using Tensor one = tensor(new long[] { 1 });
        using Tensor sum = x.clone();
        TensorArithmetic.Add(sum, y, 2); // 5 8 6 8
        TensorArithmetic.Multiply(sum, 0.5); // 2.5 4 3 4
        TensorArithmetic.AddSquare(sum, y, -1); // 1.5 0 -6 -12
        TensorArithmetic.AddQuotient(sum, y, y, 3); // 4.5 3 -3 -9
        TensorArithmetic.AddToRows(sum, one, row, 0.1); // 4.5 3 -2 -7
        Assert.Equal([4.5f, 3, -2, -7], Values(sum));
        Assert.Equal(-7, sum.min().ToNumber());
        using Tensor same = x + 0; // the form that the first test looks for
        Assert.Equal(Values(x), Values(same));
    }

    private static float[] Values(Tensor x) => x.data<float>().ToArray();

    // Type.Member of all that an assembly names of others.
    private static IEnumerable<string> MembersOf(string assembly)
    {
        using FileStream stream = File.OpenRead(assembly);
        using var file = new PEReader(stream);
        MetadataReader reader = file.GetMetadataReader();
        foreach (MemberReferenceHandle handle in reader.MemberReferences)
        {
            MemberReference member = reader.GetMemberReference(handle);
            if (member.Parent.Kind == HandleKind.TypeReference)
            {
                TypeReference type = reader.GetTypeReference((TypeReferenceHandle)member.Parent);
                yield return $"{reader.GetString(type.Name)}.{reader.GetString(member.Name)}";
            }
        }
    }
}
