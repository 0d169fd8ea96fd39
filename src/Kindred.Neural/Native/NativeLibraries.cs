using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using Kindred.Domain;
using Microsoft.ML.OnnxRuntime;

namespace Kindred.Neural.Native;

/// <summary>Loads libtorch and ONNX Runtime from the one folder "native" beside the program, when first needed and not before.</summary>
/// <remarks>
/// Where that folder is not there, as in programs outside this repository, the program's own packages are asked (Microsoft.ML.OnnxRuntime,
/// TorchSharp-cpu).
/// libtorch's files name each other and find each other beside themselves, so loading the outermost loads all; TorchSharp then meets them
/// by name and never starts its own search, which copies files about. See docs/decisions/0005-natives-from-one-place.md. Thread-safe.
/// </remarks>
internal static partial class NativeLibraries
{
    private const string FolderName = "native";
    private const string OnnxLibrary = "libonnxruntime.so";
    private static readonly Lazy<bool> Torch = new(LoadTorch);
    private static readonly Lazy<bool> Onnx = new(RegisterOnnx);

    /// <summary>The folder the libraries are taken from.</summary>
    public static string Folder => Path.Combine(AppContext.BaseDirectory, FolderName);

    /// <summary>Whether ONNX Runtime is beside the program or in its packages.</summary>
    public static bool HasOnnx => Find(OnnxLibrary) is not null || LoadsFromPackage();

    /// <summary>Makes TorchSharp usable.</summary>
    /// <exception cref="KindredDataException">The libraries are not there or do not load on this system.</exception>
    public static void UseTorch() => _ = Torch.Value;

    /// <summary>Makes ONNX Runtime usable.</summary>
    /// <exception cref="KindredDataException">The library is not there.</exception>
    public static void UseOnnx() => _ = Onnx.Value;

    private static bool LoadTorch()
    {
        LetThreadsSleep();
        try
        {
            if (Find("libLibTorchSharp.so") is { } library)
            {
                NativeLibrary.Load(library);
            }

            TorchSharp.torch.InitializeDeviceType(TorchSharp.DeviceType.CPU);
            return true;
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException or NotSupportedException or TypeInitializationException)
        {
            throw new KindredDataException($"libtorch does not load on this system: {e.Message} It needs 64-bit Linux on x86 with glibc 2.28 or later, and its libraries: {Advice("TorchSharp-cpu")}", e);
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
        if (Find(OnnxLibrary) is { } library)
        {
            AssemblyLoadContext.Default.ResolvingUnmanagedDll += (Assembly _, string name) =>
                name.Contains("onnxruntime", StringComparison.Ordinal) ? NativeLibrary.Load(library) : IntPtr.Zero;
            return true;
        }

        return LoadsFromPackage() ? true
            : throw new KindredDataException($"The library of ONNX Runtime is not there: {Advice("Microsoft.ML.OnnxRuntime")}");
    }

    private static bool LoadsFromPackage() => NativeLibrary.TryLoad("onnxruntime", typeof(InferenceSession).Assembly, null, out _);

    private static string? Find(string name) => Path.Combine(Folder, name) is var path && File.Exists(path) ? path : null;

    private static string Advice(string package) =>
        $"build kindred again on 64-bit Linux on x86 to place it in {Folder}, or reference the package {package} in a program of your own.";
}
