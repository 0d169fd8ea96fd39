using static TorchSharp.torch;

namespace Kindred.Neural.Native;

/// <summary>Values out of tensors and into them.</summary>
internal static class TensorValues
{
    /// <summary>The values in row-major order, without history.</summary>
    public static float[] ToFloats(this Tensor x)
    {
        using Tensor plain = x.detach();
        return plain.data<float>().ToArray();
    }

    /// <summary>The only value of a tensor.</summary>
    public static float ToNumber(this Tensor x) => x.ToFloats()[0];

    /// <summary>x ← values, in row-major order. A parameter takes them only where no gradients are recorded.</summary>
    public static void Overwrite(this Tensor x, float[] values)
    {
        using Tensor saved = tensor(values, x.shape);
        x.copy_(saved);
    }
}
