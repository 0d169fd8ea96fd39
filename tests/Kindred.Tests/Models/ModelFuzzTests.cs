using System.Buffers.Binary;
using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using CsCheck;
using Kindred.Models;

namespace Kindred.Tests.Models;

/// <summary>Made-up model files whose checksum fits are refused with a message, or make a model that answers.</summary>
public class ModelFuzzTests
{
    public static TheoryData<string> Models => [.. ModelRegistry.All.Select(d => d.Name), "ease:form=sparse;neighbors=4"];

    [Theory]
    [MemberData(nameof(Models))]
    public void Made_up_tensors_are_refused_or_answer(string model)
    {
        byte[] whole = Saved(model);
        int data = 8 + (int)BinaryPrimitives.ReadInt64LittleEndian(whole);
        Gen<int> value = Gen.OneOf(Gen.Int[-3, 30], Gen.Int, Gen.Const(int.MaxValue), Gen.Const(BitConverter.SingleToInt32Bits(float.NaN)));
        Gen.Select(Gen.Int[0, int.MaxValue], value).Array[1, 3].Sample(changes =>
        {
            byte[] bytes = [.. whole];
            foreach ((int position, int put) in changes)
            {
                Span<int> words = MemoryMarshal.Cast<byte, int>(bytes.AsSpan(data));
                words[position % words.Length] = put;
            }

            Sign(bytes);
            try
            {
                Ask(ModelRegistry.Load(new MemoryStream(bytes)));
            }
            catch (Kindred.Domain.KindredDataException)
            {
                // Refused: what is hoped for.
            }
        }, iter: 300);
    }

    private static void Ask(IRecommender model)
    {
        var query = new RecommendationQuery { User = 3, History = new[] { 1, 4 }, Basket = new[] { 12, 0 }, Segment = 1 };
        model.Recommend(query, 5);
        model.Recommend(RecommendationQuery.Empty, 5);
        model.Explain(query, 2);
    }

    private static byte[] Saved(string model)
    {
        var request = Kindred.Evaluation.ModelRequest.Parse(model);
        IRecommender trained = request.Definition.Train(ConformanceData.Build(), request.Options, new TrainingOptions(), TestContext.Current.CancellationToken);
        using var stream = new MemoryStream();
        trained.Save(stream);
        return stream.ToArray();
    }

    // The checksum is taken with its own digits as zeros.
    private static void Sign(byte[] bytes)
    {
        Span<byte> head = bytes.AsSpan(8, (int)BinaryPrimitives.ReadInt64LittleEndian(bytes));
        Span<byte> digits = head.Slice(SafetensorsHeader.FindDigits(head), 16);
        digits.Fill((byte)'0');
        Encoding.ASCII.GetBytes(XxHash3.HashToUInt64(bytes).ToString("x16", CultureInfo.InvariantCulture)).CopyTo(digits);
    }
}
