using Kindred.Neural.Files;

namespace Kindred.Neural.Tests.Encoders;

/// <summary>ONNX files that a stranger could send, written field by field (onnx.proto of ONNX 1.15).</summary>
internal static class HostileOnnx
{
    private const int Single = 1;
    private const int Int64 = 7;
    private const int External = 1;

    /// <summary>Adds up the masks' floats and weights of another file.</summary>
    public static byte[] WithExternalWeights(string place)
    {
        ProtoMessage weights = new ProtoMessage().Number(1, 16).Number(2, Single).Text(8, "weights")
            .Child(13, new ProtoMessage().Text(1, "location").Text(2, place))
            .Child(13, new ProtoMessage().Text(1, "length").Text(2, "64"))
            .Number(14, External);
        return Model(new ProtoMessage().Text(1, "weights").Text(2, "sentence_embedding").Text(3, "copy").Text(4, "Identity"), weights);
    }

    /// <summary>Asks for an operator that only a library of the stranger's has.</summary>
    public static byte[] WithOperator(string domain, string name) =>
        Model(new ProtoMessage().Text(1, "input_ids").Text(2, "sentence_embedding").Text(3, "n").Text(4, name).Text(7, domain), null, domain);

    private static byte[] Model(ProtoMessage node, ProtoMessage? weights, string? domain = null)
    {
        ProtoMessage graph = new ProtoMessage().Child(1, node).Text(2, "graph");
        if (weights is not null)
        {
            graph.Child(5, weights);
        }

        graph.Child(11, Value("input_ids", Int64)).Child(11, Value("attention_mask", Int64)).Child(12, Value("sentence_embedding", Single));
        ProtoMessage model = new ProtoMessage().Number(1, 9).Child(7, graph).Child(8, new ProtoMessage().Text(1, string.Empty).Number(2, 20));
        return (domain is null ? model : model.Child(8, new ProtoMessage().Text(1, domain).Number(2, 1))).Bytes.ToArray();
    }

    private static ProtoMessage Value(string name, int type)
    {
        ProtoMessage shape = new ProtoMessage().Child(1, new ProtoMessage().Number(1, 1)).Child(1, new ProtoMessage().Number(1, 16));
        return new ProtoMessage().Text(1, name).Child(2, new ProtoMessage().Child(1, new ProtoMessage().Number(1, type).Child(2, shape)));
    }
}
