using System.Diagnostics;
using System.Text.Json;
using RobotVision.Detections;

namespace RobotVision.Inference;

/// <summary>
/// How what all views of a frame say of a candidate becomes one calibrated confidence: a logistic regression for each class on evidence such as the
/// whole view's logit, that of the close-ups, the candidate's size, and whether it lies in a larger candidate. It is fitted on validation data and
/// stored in the model file, because networks differ in what their close-ups are worth. Immutable; any thread.
/// </summary>
/// <remarks>Source of the calibration: Platt, "Probabilistic outputs for support vector machines", 1999.</remarks>
public sealed class LookRule
{
    /// <summary>The version of the evidence that the weights belong to.</summary>
    public const int Version = 1;

    /// <summary>Values of the evidence on a candidate.</summary>
    public const int EvidenceLength = 23;

    readonly float[][] _weights;

    /// <summary>Creates a rule.</summary>
    /// <param name="weights">(K, <see cref="EvidenceLength"/>), finite, for each of K classes in the order of <see cref="ClassNames"/>.</param>
    /// <exception cref="ArgumentException">They are not.</exception>
    public LookRule(IEnumerable<IEnumerable<float>> weights)
    {
        _weights = [.. weights.Select(one => one.ToArray())];
        if (!AreWeights(_weights))
            throw new ArgumentException($"Look rule: expected {Expected(_weights.Length)}, found others.", nameof(weights));
    }

    /// <summary>What a rule for so many classes has to be, for messages.</summary>
    internal static string Expected(int classes) => $"version {Version} and {EvidenceLength} finite weights for each of {classes} classes";

    /// <summary>The number of classes.</summary>
    public int Count => _weights.Length;

    /// <summary>The weights of a class.</summary>
    public ReadOnlySpan<float> WeightsOf(ObjectClass objectClass) => _weights[(int)objectClass];

    /// <summary>The calibrated confidence, 0..1, of a candidate.</summary>
    /// <param name="objectClass">Its class.</param>
    /// <param name="evidence">The evidence on it, <see cref="EvidenceLength"/> values.</param>
    public float Confidence(ObjectClass objectClass, ReadOnlySpan<float> evidence)
    {
        Debug.Assert(evidence.Length == EvidenceLength);
        var weights = _weights[(int)objectClass];
        float sum = 0;
        for (var i = 0; i < weights.Length; i++) sum += weights[i] * evidence[i];
        return 1 / (1 + MathF.Exp(-sum));
    }

    /// <summary>The rule as JSON, for the model's metadata.</summary>
    public string ToJson() => JsonSerializer.Serialize(new(Version, _weights), MetadataJson.Default.RuleJson);

    /// <summary>Reads <see cref="ToJson"/>; null where it is no rule of this version for so many classes.</summary>
    public static LookRule? TryParse(string json, int classes)
    {
        try
        {
            return JsonSerializer.Deserialize(json, MetadataJson.Default.RuleJson) is { Version: Version, Weights: { } weights }
                && weights.Length == classes && AreWeights(weights) ? new(weights) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    static bool AreWeights(float[]?[] weights) => weights.All(one => one is { Length: EvidenceLength } && one.All(float.IsFinite));
}
