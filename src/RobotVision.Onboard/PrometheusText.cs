using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;
using RobotVision.Pipeline;

namespace RobotVision.Onboard;

/// <summary>
/// Writes what the pipelines of this process measure (<see cref="PipelineMetrics.MeterName"/>) in Prometheus' text format, version 0.0.4. Instruments are
/// read when somebody asks. Names have underscores instead of dots, and counters end in <c>_total</c>. Any thread.
/// </summary>
sealed class PrometheusText : IDisposable
{
    /// <summary>The media type of the format.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    readonly Lock _lock = new();
    readonly MeterListener _listener = new();
    readonly SortedDictionary<string, StringBuilder> _families = new(StringComparer.Ordinal);

    /// <summary>Begins to listen.</summary>
    public PrometheusText()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == PipelineMetrics.MeterName && instrument.IsObservable) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>All values of now.</summary>
    public string Write()
    {
        lock (_lock)
        {
            _families.Clear();
            _listener.RecordObservableInstruments();
            return string.Concat(_families.Values.Select(family => family.ToString()));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var isCounter = instrument.GetType().GetGenericTypeDefinition() == typeof(ObservableCounter<>);
        var name = instrument.Name.Replace('.', '_') + (isCounter ? "_total" : "");
        if (!_families.TryGetValue(name, out var text))
        {
            text = new($"# HELP {name} {Escaped(instrument.Description)}{UnitOf(instrument)}\n# TYPE {name} {(isCounter ? "counter" : "gauge")}\n");
            _families[name] = text;
        }

        text.Append(name);
        KeyValuePair<string, object?>[] all = [.. instrument.Meter.Tags ?? [], .. tags];
        if (all.Length > 0) text.Append('{').AppendJoin(',', all.Select(tag => $"{tag.Key}=\"{Escaped(Text(tag.Value)).Replace("\"", "\\\"")}\"")).Append('}');
        text.Append(' ').Append(Text(value)).Append('\n');
    }

    static string UnitOf(Instrument instrument) => instrument.Unit switch
    {
        "ms" => " In milliseconds.",
        "s" => " In seconds.",
        "By" => " In bytes.",
        _ => "", // what is counted is in the description
    };

    static string Text(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    static string Escaped(string? text) => (text ?? "").Replace("\\", "\\\\").Replace("\n", "\\n");
}
