using MathNet.Numerics.LinearAlgebra;
using RobotVision.CloseUps;
using RobotVision.Data.Datasets;
using RobotVision.Data.Labels;
using RobotVision.Detections;
using RobotVision.Evaluation.Frames;
using RobotVision.Evaluation.Matching;
using RobotVision.Inference;
using RobotVision.Pipeline;

namespace RobotVision.Training.Looks;

/// <summary>
/// Fits the rule by which what all views say of a candidate becomes one confidence, on frames that the network was not trained on. A candidate is
/// right if its box is about that of an object: the centre alone would make a robot's thigh a robot. One thread at a time.
/// </summary>
/// <remarks>
/// Logistic regression with a pull to a start, by Newton's method. Source: Bishop, "Pattern Recognition and Machine Learning", 2006, section 4.3.3.
/// </remarks>
public sealed class LookRuleFit
{
    /// <summary>Close-ups of each frame with which rule and thresholds for close-ups are fitted, and with which a model labels frames to learn from.</summary>
    public const int CloseUps = 6;

    /// <summary>The least overlap (intersection over union) of a right box with its label. Of 0.005, 0.25 and 0.4 the best on rendered images.</summary>
    const float RightOverlap = 0.4f;

    /// <summary>
    /// Strength of the pull to the start: the variance of a weight around it is the inverse. 1 and 10 gave the same mean F1 over rendered images, msl/val and
    /// ssl/train, 10 a point more in balls of ssl, which it was not fitted on.
    /// </summary>
    const double Pull = 10;

    /// <summary>Images in a row that share what close-ups remember of images before, as in evaluation.</summary>
    const int RunLength = 32;

    const double Smallest = 1e-4;
    const int Rounds = 30;

    readonly List<(float[] Evidence, bool Right)>[] _samples;

    /// <summary>Begins without candidates.</summary>
    /// <param name="classes">The number of the model's classes.</param>
    public LookRuleFit(int classes = ObjectClasses.Count) =>
        _samples = [.. Enumerable.Range(0, classes).Select(_ => new List<(float[], bool)>())];

    /// <summary>The rule that fits a model on data sets, which all count the same for each candidate.</summary>
    /// <param name="path">The model file; a rule of its own is not used.</param>
    /// <param name="datasets">Labelled images that the model was not trained on.</param>
    /// <param name="closeUps">Close-ups per image, 1 or more.</param>
    /// <param name="start">The rule to begin with and to stay near; a plain one when null.</param>
    /// <param name="cancellation">Stops between two images.</param>
    /// <param name="done">Called after each image with the number of finished images of all data sets.</param>
    /// <exception cref="InvalidDataException">An image or its labels are damaged.</exception>
    public static LookRule On(
        string path, IReadOnlyList<WeightedDataset> datasets, int closeUps, LookRule? start, CancellationToken cancellation, Action<int>? done = null)
    {
        using var model = VisionModel.Load(path, new InferenceOptions { Accelerator = Accelerator.Cpu, Threads = 1, MaxSamples = closeUps });
        var fit = new LookRuleFit(model.Contract.Classes.Count);
        var before = 0;
        foreach (var (dataset, _) in datasets)
        {
            var first = before;
            fit.Add(model, dataset, closeUps, images => done?.Invoke(first + images), cancellation);
            before += dataset.Count;
        }
        return fit.Fit(start);
    }

    /// <summary>Adds the candidates of a data set's images, with all their close-ups and with the first half of them.</summary>
    /// <param name="model">The model, borrowed; it takes as many samples as there are close-ups.</param>
    /// <param name="dataset">Labelled images that the model was not trained on.</param>
    /// <param name="closeUps">Close-ups per image, 1 or more.</param>
    /// <param name="done">Called after each image with the number of finished images.</param>
    /// <param name="cancellation">Stops between two images.</param>
    /// <exception cref="InvalidDataException">An image or its labels are damaged.</exception>
    public void Add(VisionModel model, IDataset dataset, int closeUps, Action<int>? done, CancellationToken cancellation)
    {
        dataset = RenumberedDataset.Of(dataset, FrameRunner.ClassesOf(model, dataset));
        using var runner = model.CreateRunner();
        var lowest = new Thresholds(Enumerable.Repeat(0.05f, _samples.Length));
        var detector = new ImageDetector(runner, closeUps);
        for (var i = 0; i < dataset.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (i % RunLength == 0) detector = new(runner, closeUps);
            var image = dataset.Load(i);
            var views = detector.Detect(image.Image, lowest).Views;
            foreach (var count in new[] { closeUps, closeUps / 2 }.Distinct().Where(count => count > 0)) Add(image, views, 1 + count);
            done?.Invoke(i + 1);
        }
    }

    /// <summary>The rule that fits best.</summary>
    /// <param name="start">The rule to begin with and to stay near; a plain one when null.</param>
    public LookRule Fit(LookRule? start = null) =>
        new(_samples.Select((samples, i) => Fit(samples, i < start?.Count ? start.WeightsOf((ObjectClass)i) : Plain())));

    /// <summary>A rule for a number of classes: that of a model, whose classes are the first of them, and plain ones for the others.</summary>
    public static LookRule For(int classes, LookRule rule) =>
        new(Enumerable.Range(0, classes).Select(i => i < rule.Count ? rule.WeightsOf((ObjectClass)i).ToArray() : Plain()));

    /// <summary>Adds the evidence on one candidate, and whether it is right.</summary>
    internal void Add(ObjectClass objectClass, float[] evidence, bool right) => _samples[(int)objectClass].Add((evidence, right));

    void Add(LabelledImage image, FrameViews views, int count)
    {
        var (width, height) = (image.Image.Width, image.Image.Height);
        var outputs = views.Outputs[..(views.Outputs.Length / views.Count * count)];
        Span<LookCandidate> candidates = stackalloc LookCandidate[LookEvidence.MostCandidates];
        var layout = GridLayout.Of(outputs.Length / count, _samples.Length);
        for (var c = 0; c < _samples.Length; c++)
        {
            var objectClass = (ObjectClass)c;
            if (!image.Labelled.Contains(objectClass)) continue;
            var labels = image.Labels.Where(label => label.Class == objectClass).ToArray();
            var looks = new LookEvidence(objectClass, layout, outputs, views.Regions[..count], width, height);
            var found = candidates[..looks.Find(candidates)];
            for (var i = 0; i < found.Length; i++)
            {
                if (IsRight(found[i].Box, labels, width) is not { } right) continue;
                var evidence = new float[LookRule.EvidenceLength];
                looks.Write(found, i, evidence);
                Add(objectClass, evidence, right);
            }
        }
    }

    /// <summary>Whether a box is that of an object; null where it shows an ignored one.</summary>
    static bool? IsRight(Box box, Label[] labels, int frameWidth)
    {
        var isIgnored = false;
        foreach (var label in labels)
        {
            if (!CenterMatching.Hits(box, label, frameWidth)) continue;
            if (label.Ignore) isIgnored = true;
            else if (label.Class.IsPoint() || label.Box.Overlap(box) >= RightOverlap) return true;
        }
        return isIgnored ? null : false;
    }

    /// <summary>Without any evidence of its own: half of what the whole view says and half of what the close-ups say.</summary>
    static float[] Plain()
    {
        var weights = new float[LookRule.EvidenceLength];
        for (var knot = 0; knot < 4; knot++) weights[4 + knot] = weights[12 + knot] = 0.5f;
        return weights;
    }

    static IEnumerable<float> Fit(List<(float[] Evidence, bool Right)> samples, ReadOnlySpan<float> start)
    {
        var n = start.Length;
        double[] from = [.. start.ToArray().Select(value => (double)value)], weights = [.. from];
        for (var round = 0; round < Rounds; round++)
        {
            var (gradient, curvature) = (new double[n], new double[n, n]);
            for (var i = 0; i < n; i++) (gradient[i], curvature[i, i]) = (Pull * (weights[i] - from[i]), Pull);
            foreach (var (evidence, right) in samples) AddTo(gradient, curvature, weights, evidence, right);
            var step = Matrix<double>.Build.DenseOfArray(curvature).Cholesky().Solve(Vector<double>.Build.Dense(gradient)); // the pull keeps it definite
            for (var i = 0; i < n; i++) weights[i] -= step[i];
            if (step.AbsoluteMaximum() < Smallest) break;
        }
        return weights.Select(value => (float)value);
    }

    static void AddTo(double[] gradient, double[,] curvature, double[] weights, float[] evidence, bool right)
    {
        double sum = 0;
        for (var i = 0; i < evidence.Length; i++) sum += weights[i] * evidence[i];
        var guess = 1 / (1 + Math.Exp(-sum));
        var (error, steepness) = (guess - (right ? 1 : 0), Math.Max(guess * (1 - guess), Smallest));
        for (var i = 0; i < evidence.Length; i++)
        {
            if (evidence[i] == 0) continue;
            gradient[i] += error * evidence[i];
            for (var k = 0; k < evidence.Length; k++) curvature[i, k] += steepness * evidence[i] * evidence[k];
        }
    }
}
