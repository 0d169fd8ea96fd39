using System.CommandLine;
using System.Globalization;
using Kindred.Cli.Search;
using Kindred.Cli.Shell;
using Kindred.Domain;
using Kindred.Neural.Encoders;
using Kindred.Neural.Hub;
using Kindred.Neural.Onnx;
using Kindred.Neural.Transformers;

namespace Kindred.Cli.Verbs;

/// <summary><c>kindred model</c>: fetches, lists, exports and describes text encoders.</summary>
internal static class ModelVerb
{
    private const string HubVariable = "KINDRED_HUB";
    private const string FolderVariable = "KINDRED_MODELS";
    private const string DefaultHub = "https://huggingface.co/";

    private static readonly Argument<string> Action = new("ACTION") { Description = "get, list, export or card." };

    private static readonly Argument<string?> Name = new("MODEL")
    {
        Description = "organisation/name on the hub, a folder, or 'shipped' for the encoder that comes with the program.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<string?> Hub = new("--hub") { Description = $"Address of the hub or of a mirror. Default: the variable {HubVariable}, or {DefaultHub}.", HelpName = "URL" };

    private static readonly Option<string?> Folder = new("--models") { Description = $"Folder that models are kept in. Default: the variable {FolderVariable}, or ~/.kindred/models.", HelpName = "DIR" };

    private static readonly Option<string> Revision = new("--revision") { Description = "Branch, tag or commit on the hub.", HelpName = "REV", DefaultValueFactory = _ => "main" };

    private static readonly Option<bool> Offline = new("--offline") { Description = "Use no network." };

    private static readonly Option<EncoderPrecision> Precision = NameOption.Create(
        "--precision", "Numbers of the exported file.", EncoderPrecision.Int8, EncoderPrecision.Float32, EncoderPrecision.Float16, EncoderPrecision.Int8);

    private static readonly Option<string?> Output = new("--output") { Description = "The exported ONNX file.", HelpName = "FILE" };

    public static Command Create()
    {
        Command command = CreateActions();
        command.Subcommands.Add(ModelCompressVerb.Create());
        return command;
    }

    private static Command CreateActions() => Verb.Create(
        "model",
        "Fetch, list, export, compress and describe text encoders.",
        ["kindred model get intfloat/multilingual-e5-small", "kindred model list", "kindred model export shipped --precision Int8 --output encoder.onnx", "kindred model card shipped"],
        RunAsync,
        Action, Name, Hub, Folder, Revision, Offline, Precision, Output);

    private static async Task<int> RunAsync(RunContext context)
    {
        string action = context.Arguments.GetValue(Action)!;
        switch (action)
        {
            case "get": await GetAsync(context); break;
            case "list": List(context); break;
            case "export": await ExportAsync(context); break;
            case "card": await CardAsync(context); break;
            default: throw new KindredDataException($"'{action}' is not something to do with models; it is get, list, export or card.");
        }

        return ExitCode.Done;
    }

    private static async Task GetAsync(RunContext context)
    {
        string folder = await FindAsync(context);
        Write(context, new { Model = Named(context), Folder = folder }, folder);
    }

    private static void List(RunContext context)
    {
        using var client = new HttpClient();
        (string Name, string Folder, long Bytes)[] models = [(EncoderOption.Shipped, TextEncoder.ShippedFolder, SizeOf(TextEncoder.ShippedFolder)), .. CreateHub(context, client).List()];
        Write(
            context,
            new { Models = models.Select(m => new { m.Name, m.Folder, m.Bytes }) },
            string.Join('\n', models.Select(m => string.Create(CultureInfo.InvariantCulture, $"{m.Name,-40} {m.Bytes / 1e6,9:0.0} MB  {m.Folder}"))));
    }

    private static async Task ExportAsync(RunContext context)
    {
        string path = context.Arguments.GetValue(Output) ?? throw new KindredDataException("--output is needed: the file that the model is exported to.");
        EncoderPrecision precision = context.Arguments.GetValue(Precision);
        string folder = await FindAsync(context);
        EncoderWeights weights = EncoderWeights.Load(folder, EncoderConfig.Parse(File.ReadAllText(Path.Combine(folder, "config.json"))));
        byte[] bytes = OnnxExport.ToBytes(weights, SentenceHead.Read(folder), precision);
        await File.WriteAllBytesAsync(path, bytes, context.Cancellation);
        Write(
            context,
            new { Model = Named(context), File = path, Precision = precision.ToString().ToLowerInvariant(), bytes.Length, Parameters = weights.Count },
            string.Create(CultureInfo.InvariantCulture, $"{path}: {bytes.Length / 1e6:0.0} MB, {weights.Count:N0} parameters, {precision}"));
    }

    private static async Task CardAsync(RunContext context)
    {
        string path = Path.Combine(await FindAsync(context), "README.md");
        string card = File.Exists(path) ? await File.ReadAllTextAsync(path, context.Cancellation) : throw new KindredDataException($"The model has no card: {path} is not there.");
        Write(context, new { Model = Named(context), Card = card }, card.TrimEnd());
    }

    private static async Task<string> FindAsync(RunContext context)
    {
        string name = Named(context);
        if (name == EncoderOption.Shipped)
        {
            return TextEncoder.ShippedFolder;
        }

        if (File.Exists(Path.Combine(name, "config.json")))
        {
            return name;
        }

        using var client = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        return await CreateHub(context, client).GetAsync(name, context.Arguments.GetValue(Revision)!, cancellation: context.Cancellation);
    }

    private static ModelHub CreateHub(RunContext context, HttpClient client)
    {
        string address = context.Arguments.GetValue(Hub) ?? Environment.GetEnvironmentVariable(HubVariable) ?? DefaultHub;
        string folder = context.Arguments.GetValue(Folder) ?? Environment.GetEnvironmentVariable(FolderVariable)
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".kindred", "models");
        bool sound = Uri.TryCreate(address.EndsWith('/') ? address : address + "/", UriKind.Absolute, out Uri? uri) && uri.Scheme is "http" or "https";
        return sound ? new ModelHub(client, new ModelHubOptions { Address = uri!, Folder = folder, Offline = context.Arguments.GetValue(Offline) })
            : throw new KindredDataException($"'{address}' is not the address of a hub; it should begin with https://.");
    }

    private static string Named(RunContext context) => context.Arguments.GetValue(Name) ?? throw new KindredDataException("Which model? Give organisation/name, a folder, or 'shipped'.");

    private static long SizeOf(string folder) => Directory.Exists(folder) ? new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(f => f.Length) : 0;

    private static void Write<T>(RunContext context, T json, string text)
    {
        if (context.Json)
        {
            JsonOutput.WriteReport(context.Output, json);
        }
        else
        {
            context.Output.WriteLine(text);
        }
    }
}
