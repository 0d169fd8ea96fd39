using Kindred.Neural.Native;
using TorchSharp;

namespace Kindred.Neural.Tests;

public class NativeLibrariesTests
{
    [Fact]
    public void Libtorch_loads_trains_and_infers()
    {
        NativeLibraries.UseTorch();
        using var scope = torch.NewDisposeScope();
        using var weight = new TorchSharp.Modules.Parameter(torch.zeros(1));
        torch.Tensor input = torch.tensor(new float[] { 1, 2, 3 });
        using var optimizer = torch.optim.SGD([weight], 0.1);
        for (int step = 0; step < 50; step++)
        {
            torch.Tensor loss = ((weight * input) - (2 * input)).square().mean();
            optimizer.zero_grad();
            loss.backward();
            optimizer.step();
        }

        Assert.Equal(2f, weight.item<float>(), 1e-4f);
    }

    [Fact]
    public void Libtorch_is_the_one_beside_the_program()
    {
        NativeLibraries.UseTorch();
        string[] loaded = [.. File.ReadLines("/proc/self/maps").Where(l => l.Contains("libtorch_cpu", StringComparison.Ordinal)).Select(l => l[l.IndexOf('/')..]).Distinct()];
        Assert.Equal([Path.Combine(NativeLibraries.Folder, "libtorch_cpu.so")], loaded);
    }

    [Fact]
    public void Onnx_runtime_loads_from_beside_the_program()
    {
        NativeLibraries.UseOnnx();
        Assert.StartsWith("1.", Microsoft.ML.OnnxRuntime.OrtEnv.Instance().GetVersionString(), StringComparison.Ordinal);
    }
}
