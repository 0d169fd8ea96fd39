using System.Runtime.InteropServices;
using Kindred.Neural.Files;

namespace Kindred.Neural.Onnx;

/// <summary>An ONNX graph under construction: nodes in order, constants, inputs and outputs (onnx.proto of ONNX 1.15, operator set 20).</summary>
internal sealed class OnnxGraph
{
    /// <summary>Begins the names of ONNX Runtime's own operators.</summary>
    public const string RuntimeDomain = "com.microsoft";

    private const int OperatorSet = 20;
    private const int RuntimeOperatorSet = 1;
    private const int FormatVersion = 9;
    private const int AttributeFloat = 1;
    private const int AttributeInt = 2;
    private const int AttributeString = 3;
    private const int AttributeInts = 7;

    private readonly ProtoMessage _graph = new();
    private int _names;

    /// <summary>Element types of ONNX.</summary>
    public enum Element
    {
        Single = 1,
        Int8 = 3,
        Int64 = 7,
        Half = 10,
    }

    /// <summary>Adds a node of one output and returns the output's name; operators of ONNX Runtime are named with their domain.</summary>
    public string Node(string operation, string[] inputs, params (string Name, object Value)[] attributes) => Nodes(operation, inputs, 1, attributes)[0];

    /// <summary>Adds a node of several outputs.</summary>
    public string[] Nodes(string operation, string[] inputs, int outputs, params (string Name, object Value)[] attributes)
    {
        string[] names = [.. Enumerable.Range(0, outputs).Select(_ => NewName())];
        Add(operation, inputs, names, attributes);
        return names;
    }

    /// <summary>Adds a node whose output is an output of the graph.</summary>
    public void Output(string operation, string[] inputs, string name, object[] shape, params (string Name, object Value)[] attributes)
    {
        Add(operation, inputs, [name], attributes);
        _graph.Child(12, Value(name, Element.Single, shape));
    }

    /// <summary>Declares an input; extents are numbers or names of free ones.</summary>
    public void Input(string name, Element type, object[] shape) => _graph.Child(11, Value(name, type, shape));

    /// <summary>Adds a constant and returns its name.</summary>
    public string Constant<T>(T[] values, params ReadOnlySpan<long> shape)
        where T : unmanaged
    {
        string name = NewName();
        var tensor = new ProtoMessage();
        foreach (long extent in shape)
        {
            tensor.Number(1, extent);
        }

        Element type = values switch { float[] => Element.Single, Half[] => Element.Half, long[] => Element.Int64, _ => Element.Int8 };
        _graph.Child(5, tensor.Number(2, (long)type).Text(8, name).Raw(9, MemoryMarshal.AsBytes(values.AsSpan())));
        return name;
    }

    /// <summary>The whole model file.</summary>
    public byte[] ToBytes(string name) => new ProtoMessage()
        .Number(1, FormatVersion)
        .Text(2, "kindred")
        .Child(7, _graph.Text(2, name))
        .Child(8, new ProtoMessage().Text(1, string.Empty).Number(2, OperatorSet))
        .Child(8, new ProtoMessage().Text(1, RuntimeDomain).Number(2, RuntimeOperatorSet))
        .Bytes.ToArray();

    private string NewName() => $"v{_names++}";

    private void Add(string operation, string[] inputs, string[] outputs, (string Name, object Value)[] attributes)
    {
        var node = new ProtoMessage();
        foreach (string input in inputs)
        {
            node.Text(1, input);
        }

        foreach (string output in outputs)
        {
            node.Text(2, output);
        }

        (string domain, string type) = operation.StartsWith(RuntimeDomain + ".", StringComparison.Ordinal) ? (RuntimeDomain, operation[(RuntimeDomain.Length + 1)..]) : (string.Empty, operation);
        node.Text(3, "n_" + outputs[0]).Text(4, type).Text(7, domain);
        foreach ((string name, object value) in attributes)
        {
            node.Child(5, Attribute(name, value));
        }

        _graph.Child(1, node);
    }

    private static ProtoMessage Attribute(string name, object value)
    {
        ProtoMessage attribute = new ProtoMessage().Text(1, name);
        switch (value)
        {
            case float number: return attribute.Single(2, number).Number(20, AttributeFloat);
            case string text: return attribute.Text(4, text).Number(20, AttributeString);
            case long[] numbers:
                Array.ForEach(numbers, n => attribute.Number(8, n));
                return attribute.Number(20, AttributeInts);
            default: return attribute.Number(3, Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture)).Number(20, AttributeInt);
        }
    }

    private static ProtoMessage Value(string name, Element type, object[] shape)
    {
        var extents = new ProtoMessage();
        foreach (object extent in shape)
        {
            extents.Child(1, extent is string free ? new ProtoMessage().Text(2, free) : new ProtoMessage().Number(1, Convert.ToInt64(extent, System.Globalization.CultureInfo.InvariantCulture)));
        }

        var tensor = new ProtoMessage().Number(1, (long)type).Child(2, extents);
        return new ProtoMessage().Text(1, name).Child(2, new ProtoMessage().Child(1, tensor));
    }
}
