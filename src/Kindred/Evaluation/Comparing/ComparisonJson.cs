using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Kindred.Evaluation;

/// <summary>Writes a comparison as JSON: <c>models</c> with name, parameters, metrics, intervals, seconds and peak_memory_mb, and what goes with them.</summary>
public static class ComparisonJson
{
    private static readonly JsonWriterOptions Layout = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes one JSON object.</summary>
    public static void Write(ComparisonTable table, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(table);
        using var json = new Utf8JsonWriter(stream, Layout);
        Write(table, json);
    }

    /// <summary>Writes several comparisons as one JSON object: <c>comparisons</c>, each as <see cref="Write(ComparisonTable, Stream)"/> writes it.</summary>
    public static void Write(IReadOnlyList<ComparisonTable> tables, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(tables);
        using var json = new Utf8JsonWriter(stream, Layout);
        json.WriteStartObject();
        json.WriteStartArray("comparisons");
        foreach (ComparisonTable table in tables)
        {
            Write(table, json);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(ComparisonTable table, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("protocol", table.Protocol);
        json.WriteString("description", table.Description);
        json.WriteString("definitions", table.Definitions);
        json.WriteNumber("cases", table.Cases);
        json.WriteStartArray("models");
        foreach (ModelResult model in table.Models)
        {
            WriteModel(json, model);
        }

        json.WriteEndArray();
        WriteBest(json, table);
        json.WriteEndObject();
    }

    private static void WriteModel(Utf8JsonWriter json, ModelResult model)
    {
        json.WriteStartObject();
        json.WriteString("name", model.Name);
        WriteParameters(json, "parameters", model.Parameters);
        WriteParameters(json, "settled", model.Settled);
        if (model.StopAfterEpochs is { } epochs)
        {
            json.WriteNumber("stop_after_epochs", epochs);
        }

        WriteMetrics(json, "metrics", model.Metrics);
        WriteIntervals(json, model.Intervals);
        json.WriteStartObject("seconds");
        json.WriteNumber("train", model.TrainSeconds);
        json.WriteNumber("score", model.ScoreSeconds);
        json.WriteEndObject();
        json.WriteNumber("peak_memory_mb", model.PeakMemoryMb);
        json.WriteNumber("added_memory_mb", model.AddedMemoryMb);
        json.WriteNumber("model_bytes", model.SizeBytes);
        json.WriteStartObject("segments");
        foreach ((string segment, SegmentResult result) in model.Segments)
        {
            json.WriteStartObject(segment);
            json.WriteNumber("cases", result.Cases);
            WriteMetrics(json, "metrics", result.Metrics);
            WriteIntervals(json, result.Intervals);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteParameters(Utf8JsonWriter json, string name, IReadOnlyDictionary<string, string> parameters)
    {
        json.WriteStartObject(name);
        foreach ((string parameter, string value) in parameters)
        {
            WriteParameter(json, parameter, value);
        }

        json.WriteEndObject();
    }

    // Options are kept as texts; numbers and switches are numbers and switches in JSON too.
    private static void WriteParameter(Utf8JsonWriter json, string name, string value)
    {
        if (bool.TryParse(value, out bool flag))
        {
            json.WriteBoolean(name, flag);
        }
        else if (double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number))
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteString(name, value);
        }
    }

    private static void WriteMetrics(Utf8JsonWriter json, string name, IReadOnlyDictionary<string, double> metrics)
    {
        json.WriteStartObject(name);
        foreach ((string metric, double value) in metrics)
        {
            json.WriteNumber(metric, value);
        }

        json.WriteEndObject();
    }

    private static void WriteIntervals(Utf8JsonWriter json, IReadOnlyDictionary<string, Interval> intervals)
    {
        json.WriteStartObject("intervals");
        foreach ((string metric, Interval interval) in intervals)
        {
            json.WriteStartArray(metric);
            json.WriteNumberValue(interval.Low);
            json.WriteNumberValue(interval.High);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void WriteBest(Utf8JsonWriter json, ComparisonTable table)
    {
        json.WriteStartObject("best");
        foreach ((string metric, BestModel best) in table.Best)
        {
            json.WriteStartObject(metric);
            json.WriteString("model", best.Model);
            json.WriteBoolean("significant", best.IsSignificant);
            json.WriteStartObject("p_values");
            foreach (Rival rival in best.Rivals)
            {
                json.WriteNumber(rival.Model, rival.PValue);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
