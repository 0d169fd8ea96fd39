using System.Numerics.Tensors;

namespace Kindred.Neural.Onnx;

/// <summary>Weight matrices, row-major, in the layouts and numbers that graphs want.</summary>
internal static class WeightMatrix
{
    /// <summary>Rows become columns.</summary>
    public static T[] Transpose<T>(T[] matrix, int rows, int columns)
    {
        var result = new T[matrix.Length];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                result[(column * rows) + row] = matrix[(row * columns) + column];
            }
        }

        return result;
    }

    /// <summary>Matrices of one shape, put beside each other.</summary>
    public static float[] SideBySide(float[][] matrices, int rows, int width)
    {
        var result = new float[matrices.Length * rows * width];
        for (int i = 0; i < matrices.Length; i++)
        {
            for (int row = 0; row < rows; row++)
            {
                matrices[i].AsSpan(row * width, width).CopyTo(result.AsSpan(((row * matrices.Length) + i) * width));
            }
        }

        return result;
    }

    /// <summary>Every row to whole numbers of ±range, and the factors that bring them back.</summary>
    public static (sbyte[] Values, float[] Scales) Quantize(float[] matrix, int rows, int columns, int range)
    {
        var values = new sbyte[matrix.Length];
        var scales = new float[rows];
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<float> elements = matrix.AsSpan(row * columns, columns);
            float largest = MathF.Abs(TensorPrimitives.MaxMagnitude(elements));
            scales[row] = largest > 0 ? largest / range : 1;
            for (int i = 0; i < columns; i++)
            {
                values[(row * columns) + i] = (sbyte)MathF.Round(elements[i] / scales[row]);
            }
        }

        return (values, scales);
    }

    /// <summary>Rounded to half precision.</summary>
    public static Half[] ToHalf(float[] values) => Array.ConvertAll(values, v => (Half)v);
}
