using System.Text.RegularExpressions;
using Kindred.Store.Workspaces;

namespace Kindred.Cli.Models;

/// <summary>The files from which interrupted trainings and searches go on: <c>MODEL-DATA-KEY.checkpoint</c> and <c>MODEL-DATA-KEY.trials</c>.</summary>
/// <param name="folder">Where they are.</param>
/// <param name="data">Hash of what all models of this run learn from.</param>
internal sealed partial class UnfinishedWork(string folder, string data)
{
    private const int DataLetters = 12;
    private const int KeyLetters = 16;

    /// <summary>The state of a training.</summary>
    public string Checkpoint(ArtifactKey key, string model) => FileOf(key, model, "checkpoint");

    /// <summary>The finished trials of a search.</summary>
    public string Trials(ArtifactKey key, string model) => FileOf(key, model, "trials");

    /// <summary>Removes the files of a model that no training can go on from, because the data or the program has changed; returns how many.</summary>
    public int RemoveOutdated(string model)
    {
        string[] outdated = !Directory.Exists(folder) ? [] : [.. Directory.EnumerateFiles(folder, $"{model}-*")
            .Where(f => Pattern().Match(Path.GetFileName(f)) is { Success: true } match && match.Groups["model"].Value == model && match.Groups["data"].Value != DataPart)];
        Array.ForEach(outdated, File.Delete);
        return outdated.Length;
    }

    private string DataPart { get; } = data[..DataLetters];

    private string FileOf(ArtifactKey key, string model, string kind) => Path.Combine(folder, $"{model}-{DataPart}-{ArtifactStore.HashOf(key)[..KeyLetters]}.{kind}");

    // Temporary files that a kill left are named after the file they were to become.
    [GeneratedRegex(@"^(?<model>[a-z0-9-]+)-(?<data>[0-9a-f]{12})-[0-9a-f]{16}\.(checkpoint|trials)(\.[a-z-]+)?$")]
    private static partial Regex Pattern();
}
