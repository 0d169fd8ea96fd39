using System.Text.Json;
using Kindred.Domain;
using Kindred.Evaluation;
using Kindred.Store.Workspaces;

namespace Kindred.Cli.Models;

/// <summary>The finished trials of one search as a small JSON file, written anew after each.</summary>
internal sealed class TrialJournal : ITrialJournal
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    private readonly string _path;
    private readonly List<Entry> _entries;

    private TrialJournal(string path, List<Entry> entries) => (_path, _entries) = (path, entries);

    public int Count => _entries.Count;

    /// <summary>Reads what was finished before; nothing where there is no file.</summary>
    /// <exception cref="KindredDataException">The file is damaged.</exception>
    public static TrialJournal Open(string path)
    {
        try
        {
            return new TrialJournal(path, File.Exists(path) ? JsonSerializer.Deserialize<List<Entry>>(File.ReadAllBytes(path), Json)! : []);
        }
        catch (JsonException problem)
        {
            throw new KindredDataException($"The finished trials in {path} cannot be read ({problem.Message}). Remove the file to begin the search again.");
        }
    }

    public TuningTrial? Find(ModelRequest request, double userShare) =>
        _entries.Find(e => e.Setting == request.Label && e.UserShare == userShare) is { } known
            ? new TuningTrial(request with { StopAfterEpochs = known.StopAfterEpochs }, userShare, known.Quality)
            : null;

    public void Add(ModelRequest request, TuningTrial trial)
    {
        _entries.Add(new Entry(request.Label, trial.UserShare, trial.Request.StopAfterEpochs, trial.Quality));
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        AtomicFile.Write(_path, JsonSerializer.SerializeToUtf8Bytes(_entries, Json));
    }

    private sealed record Entry(string Setting, double UserShare, int? StopAfterEpochs, double Quality);
}
