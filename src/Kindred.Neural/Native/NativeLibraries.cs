using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using Kindred.Domain;

namespace Kindred.Neural.Native;

/// <summary>Loads libtorch and ONNX Runtime from the one folder "native" beside the program, when first needed and not before.</summary>
/// <remarks>
/// libtorch's files name each other and find each other beside themselves, so loading the outermost loads all; TorchSharp then meets them
/// by name and never starts its own search, which copies files about. See docs/decisions/0005-natives-from-one-place.md. Thread-safe.
/// </remarks>
internal static partial class NativeLibraries
{
    private const string FolderName = "native";
    private static readonly Lazy<bool> Torch = new(LoadTorch);
    private static readonly Lazy<bool> Onnx = new(RegisterOnnx);

    /// <summary>The folder the libraries are taken from.</summary>
    public static string Folder => Path.Combine(AppContext.BaseDirectory, FolderName);

    /// <summary>Makes TorchSharp usable.</summary>
    /// <exception cref="KindredDataException">The libraries are not there or do not load on this system.</exception>
    public static void UseTorch() => _ = Torch.Value;

    /// <summary>Makes ONNX Runtime usable.</summary>
    /// <exception cref="KindredDataException">The library is not there.</exception>
    public static void UseOnnx() => _ = Onnx.Value;

    private static bool LoadTorch()
    {
        string library = Require("libLibTorchSharp.so");
        LetThreadsSleep();
        try
        {
            NativeLibrary.Load(library);
            TorchSharp.torch.InitializeDeviceType(TorchSharp.DeviceType.CPU);
            return true;
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException or NotSupportedException or TypeInitializationException)
        {
            throw new KindredDataException($"libtorch does not load on this system: {e.Message} It needs 64-bit Linux on x86 with glibc 2.28 or later.", e);
        }
    }

    // Threads of libgomp that spin while they wait take the processor from those they wait for as soon as anything else runs: twenty times
    // slower on a busy machine. It reads the environment of the C library when it is loaded, which .NET's own variables do not reach.
    private static void LetThreadsSleep()
    {
        if (Environment.GetEnvironmentVariable("OMP_WAIT_POLICY") is null && Environment.GetEnvironmentVariable("GOMP_SPINCOUNT") is null)
        {
            _ = SetEnvironment("OMP_WAIT_POLICY", "passive", 1);
        }
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int SetEnvironment(string name, string value, int overwrite);

    // ONNX Runtime asks for its library by a name that is not the library's own, so it is told where that is when the usual places fail.
    private static bool RegisterOnnx()
    {
        string library = Require("libonnxruntime.so");
        AssemblyLoadContext.Default.ResolvingUnmanagedDll += (Assembly _, string name) =>
            name.Contains("onnxruntime", StringComparison.Ordinal) ? NativeLibrary.Load(library) : IntPtr.Zero;
        return true;
    }

    private static string Require(string name)
    {
        string path = Path.Combine(Folder, name);
        return File.Exists(path) ? path : throw new KindredDataException(
            $"{path} is not there. Transformer encoders run on 64-bit Linux on x86; on it, build the program again to place the library.");
    }
}
