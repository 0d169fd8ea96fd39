using Kindred.Domain;
using Kindred.Neural.Transformers;

namespace Kindred.Neural.Compression;

/// <summary>A student that starts as some of its teacher's layers (DistilBERT: Sanh et al., 2019, section 3).</summary>
public static class LayerChoice
{
    /// <summary>The layers a student of so many layers starts from: spread evenly, the first and the last among them.</summary>
    /// <exception cref="KindredDataException">There are not that many layers.</exception>
    public static int[] Spread(int teacherLayers, int layers)
    {
        if (layers < 1 || layers > teacherLayers)
        {
            throw new KindredDataException($"A student of {layers} layers cannot be made from a teacher of {teacherLayers}; choose 1 to {teacherLayers}.");
        }

        return layers == 1 ? [0] : [.. Enumerable.Range(0, layers).Select(i => (int)Math.Round(i * (teacherLayers - 1.0) / (layers - 1), MidpointRounding.AwayFromZero))];
    }

    /// <summary>The encoder with only some of its layers, in the order given.</summary>
    public static EncoderWeights Keep(EncoderWeights weights, IReadOnlyList<int> layers)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(layers);
        EncoderConfig config = weights.Config with
        {
            Layers = layers.Count,
            PrunedHeads = layers.Select((from, to) => (from, to)).Where(l => weights.Config.PrunedHeads.ContainsKey(l.from)).ToDictionary(l => l.to, l => weights.Config.PrunedHeads[l.from]),
        };
        config.Validate();
        return new EncoderWeights(config, EncoderWeights.Layout(config).ToDictionary(l => l.Name, l => weights[Source(l.Name, layers)], StringComparer.Ordinal));
    }

    private static string Source(string name, IReadOnlyList<int> layers)
    {
        for (int to = 0; to < layers.Count; to++)
        {
            string prefix = LayerNames.Prefix(to);
            if (name.StartsWith(prefix, StringComparison.Ordinal))
            {
                return LayerNames.Prefix(layers[to]) + name[prefix.Length..];
            }
        }

        return name;
    }
}
