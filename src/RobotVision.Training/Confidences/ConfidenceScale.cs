using RobotVision.Detections;
using RobotVision.Training.Layers;

namespace RobotVision.Training.Confidences;

/// <summary>
/// Calibration of the confidences of a class: the logit z becomes <c>Factor * z + Shift</c>, so that of detections with confidence 0.7 about 70 % are
/// right. The order of the detections does not change.
/// </summary>
/// <param name="Factor">Factor of the logit, above 0.</param>
/// <param name="Shift">What is added to it.</param>
/// <remarks>
/// Source: Platt, "Probabilistic outputs for support vector machines", 1999; Guo et al., "On calibration of modern neural networks", 2017, section 4.2.
/// </remarks>
public readonly record struct ConfidenceScale(double Factor, double Shift)
{
    /// <summary>No change.</summary>
    public static ConfidenceScale None { get; } = new(1, 0);

    /// <summary>
    /// Strength of the pull to <see cref="None"/>, in detections: with fewer than that the confidences hardly change. Chosen by reason: a class with
    /// ten objects must not get a scale of its own.
    /// </summary>
    const double Pull = 10;

    const double SmallestFactor = 0.2, LargestFactor = 5, Smallest = 1e-6;
    const int Rounds = 50;

    /// <summary>Fits the scale to detections on frames that the model was not trained on (Newton's method on the cross entropy).</summary>
    /// <param name="detections">Confidence, 0..1, and whether the detection is right.</param>
    public static ConfidenceScale Fit(IReadOnlyCollection<(float Confidence, bool Right)> detections)
    {
        if (!detections.Any(detection => detection.Right) || detections.All(detection => detection.Right)) return None;
        (double Logit, double Right)[] samples = [.. detections.Select(detection => (Logit(detection.Confidence), detection.Right ? 1.0 : 0))];
        double factor = 1, shift = 0;
        for (var round = 0; round < Rounds; round++)
        {
            double byFactor = Pull * (factor - 1), byShift = Pull * shift, ff = Pull, fs = 0, ss = Pull;
            foreach (var (logit, right) in samples)
            {
                var guess = Sigmoid(factor * logit + shift);
                var curvature = Math.Max(guess * (1 - guess), Smallest);
                byFactor += (guess - right) * logit;
                byShift += guess - right;
                ff += curvature * logit * logit;
                fs += curvature * logit;
                ss += curvature;
            }

            var determinant = ff * ss - fs * fs;
            var (stepFactor, stepShift) = ((ss * byFactor - fs * byShift) / determinant, (ff * byShift - fs * byFactor) / determinant);
            factor = Math.Clamp(factor - stepFactor, SmallestFactor, LargestFactor);
            shift -= stepShift;
            if (Math.Abs(stepFactor) + Math.Abs(stepShift) < Smallest) break;
        }

        return new(factor, shift);
    }

    /// <summary>The calibrated confidence.</summary>
    /// <param name="confidence">The confidence, 0..1.</param>
    public double Of(double confidence) => Sigmoid(Factor * Logit(confidence) + Shift);

    /// <summary>The confidence that becomes a calibrated one.</summary>
    /// <param name="calibrated">The calibrated confidence, 0..1.</param>
    public double Before(double calibrated) => Sigmoid((Logit(calibrated) - Shift) / Factor);

    /// <summary>Writes scales into the last layer of a network with a <see cref="GridLayout"/> output.</summary>
    /// <param name="network">The network.</param>
    /// <param name="values">The values of its parameters; unchanged arrays are shared with the result.</param>
    /// <param name="scales">One per class, in the order of the network's classes.</param>
    public static IReadOnlyDictionary<string, float[]> Apply(
        NetworkDefinition network, IReadOnlyDictionary<string, float[]> values, IReadOnlyList<ConfidenceScale> scales)
    {
        var head = network.Layers.OfType<Convolution>().Last();
        float[] weights = [.. values[head.WeightName]], bias = [.. values[head.BiasName]];
        var inputs = weights.Length / bias.Length;
        for (var i = 0; i < scales.Count; i++)
        {
            var channel = i * GridLayout.ValuesPerClass + GridLayout.Logit;
            for (var input = channel * inputs; input < (channel + 1) * inputs; input++) weights[input] *= (float)scales[i].Factor;
            bias[channel] = (float)(bias[channel] * scales[i].Factor + scales[i].Shift);
        }

        return new Dictionary<string, float[]>(values) { [head.WeightName] = weights, [head.BiasName] = bias };
    }

    static double Sigmoid(double logit) => 1 / (1 + Math.Exp(-logit));

    static double Logit(double confidence) => Math.Log(Math.Max(confidence, Smallest) / Math.Max(1 - confidence, Smallest));
}
