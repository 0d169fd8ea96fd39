namespace Kindred.Neural.CrossEncoders;

/// <summary>The validations of a training so far and the parameters of its best epoch, kept among the arrays that checkpoints save.</summary>
internal sealed class BestEpoch(PairClassifier model, Dictionary<string, float[]> arrays)
{
    private const string Validations = "validations";

    /// <summary>One a finished epoch; higher is better.</summary>
    public IReadOnlyList<float> Scores => arrays.GetValueOrDefault(Validations, []);

    /// <summary>The 0-based number of the best epoch, the first of equals; 0 before any.</summary>
    public int Number => Scores.Count == 0 ? 0 : Enumerable.Range(0, Scores.Count).MaxBy(i => Scores[i]);

    /// <summary>Epochs since the best one.</summary>
    public int Waited => Math.Max(0, Scores.Count - 1 - Number);

    /// <summary>Adds the validation of the epoch that has just ended.</summary>
    public void Add(double score)
    {
        arrays[Validations] = [.. Scores, (float)score];
        if (Waited > 0)
        {
            return;
        }

        float[][] values = model.ToArrays();
        for (int i = 0; i < values.Length; i++)
        {
            arrays[$"best.{i}"] = values[i];
        }
    }

    /// <summary>Puts the best epoch's parameters into the model.</summary>
    public void Restore() => model.Load([.. Enumerable.Range(0, model.Parameters.Count).Select(i => arrays[$"best.{i}"])]);
}
