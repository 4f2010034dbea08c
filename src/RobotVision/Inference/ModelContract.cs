using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using RobotVision.Detections;
using RobotVision.Sampling;

namespace RobotVision.Inference;

/// <summary>
/// What a model file states in its ONNX metadata about its input, output and thresholds: nothing of these is ever
/// assumed. The trainer writes it, <see cref="VisionModel"/> checks it.
/// </summary>
public sealed record ModelContract
{
    /// <summary>The version of the contract that this code writes and reads.</summary>
    public const int Version = 1;

    /// <summary>The key of <see cref="Precision"/> in the metadata.</summary>
    public const string PrecisionKey = Prefix + "precision";

    /// <summary>The <see cref="Precision"/> of a model as it was trained.</summary>
    public const string Fp32 = "fp32";

    /// <summary>The key of <see cref="Memory"/> in the metadata.</summary>
    public const string MemoryKey = Prefix + "memory";

    const string Prefix = "robotvision.";

    const string CloseUpKey = "close_up_thresholds";

    const string RuleKey = "look_rule";

    const string TrainedKey = "trained";

    /// <summary>
    /// What stands in a file for the threshold of a class that is off, so that a program that does not know <see cref="TrainedKey"/> finds (next
    /// to) nothing of it.
    /// </summary>
    static readonly float HighestInFile = MathF.BitDecrement(1);

    static readonly string[] RequiredKeys = ["contract", "network", "classes", "input", "output", "thresholds", "origin"];

    /// <summary>The network's name: <c>grid</c> or <c>lecture</c>.</summary>
    public required string Network { get; init; }

    /// <summary>How samples are written for it.</summary>
    public SampleFormat Input { get; init; } = SampleFormat.Default;

    /// <summary>How its output is decoded.</summary>
    public required ModelOutput Output { get; init; }

    /// <summary>Its classes: the eight built-in ones, then those that its data sets brought.</summary>
    public ClassNames Classes { get; init; } = ClassNames.BuiltIn;

    /// <summary>
    /// The confidence, 0..1, from which a detection counts, one a class in the order of <see cref="Classes"/>;
    /// <see cref="Detections.Thresholds.Off"/> for a class that the network was not trained on.
    /// </summary>
    public required IReadOnlyList<float> Thresholds { get; init; }

    /// <summary>The thresholds for frames with close-ups, which find more objects and more false detections; null where they were not measured.</summary>
    public IReadOnlyList<float>? CloseUpThresholds { get; init; }

    /// <summary>How confidences of several views become one; null of a model that has no such rule.</summary>
    public LookRule? LookRule { get; init; }

    /// <summary>
    /// The shape (channels, rows, columns) of what the network remembers of earlier frames, which goes in and out of every run; null of a network for which
    /// every frame stands for itself.
    /// </summary>
    public IReadOnlyList<int>? Memory { get; init; }

    /// <summary>What its layers compute with: <c>fp32</c> or <c>int8</c>.</summary>
    public string Precision { get; init; } = Fp32;

    /// <summary>Where it comes from, one JSON object: data sets, seed, options, commit.</summary>
    public string Origin { get; init; } = "{}";

    /// <summary>The thresholds for so many close-ups of each frame.</summary>
    public IReadOnlyList<float> ThresholdsFor(int closeUps) => closeUps > 0 && CloseUpThresholds is { } thresholds ? thresholds : Thresholds;

    /// <summary>Whether the network was trained on a class; its output for any other class is meaningless.</summary>
    public bool IsTrained(ObjectClass objectClass) => (int)objectClass < Thresholds.Count && Thresholds[(int)objectClass] < Detections.Thresholds.Off;

    /// <summary>
    /// The names of the classes that the network was not trained on, which are off unless a user gives them a threshold; none of most models.
    /// </summary>
    public IReadOnlyList<string> Untrained => [.. Classes.Classes.Where(one => !IsTrained(one)).Select(one => Classes[one])];

    /// <summary>The metadata to store in the model file, its <see cref="ModelChecksum"/> yet unknown.</summary>
    public IReadOnlyDictionary<string, string> ToMetadata()
    {
        var metadata = new Dictionary<string, string>
        {
            [Prefix + "contract"] = Version.ToString(CultureInfo.InvariantCulture),
            [Prefix + "network"] = Network,
            [Prefix + "classes"] = string.Join(',', Classes.All),
            [Prefix + "input"] = JsonSerializer.Serialize(
                new(SampleFormat.Size, Input.Order.ToString(), Input.Layout.ToString(), Input.Mean, Input.Scale), MetadataJson.Default.InputJson),
            [Prefix + "output"] = Output.Name(),
            [Prefix + "thresholds"] = ToJson(Thresholds),
            [PrecisionKey] = Precision,
            [Prefix + "origin"] = Origin,
            [ModelChecksum.Key] = ModelChecksum.Unknown,
        };
        if (CloseUpThresholds is not null) metadata[Prefix + CloseUpKey] = ToJson(CloseUpThresholds);
        if (Memory is not null) metadata[MemoryKey] = string.Join(',', Memory);
        if (LookRule is not null) metadata[Prefix + RuleKey] = LookRule.ToJson();
        if (Untrained.Count > 0) metadata[Prefix + TrainedKey] = string.Join(',', Classes.All.Except(Untrained));
        return metadata;
    }

    /// <summary>Whether metadata hold a contract, valid or not.</summary>
    public static bool IsIn(IReadOnlyDictionary<string, string> metadata) => metadata.ContainsKey(Prefix + "contract");

    /// <summary>Reads and checks the metadata of a model.</summary>
    /// <param name="metadata">All metadata of the file.</param>
    /// <param name="model">The model's path, for messages.</param>
    /// <exception cref="InvalidDataException">Something is missing or not what this code can use; lists every problem.</exception>
    public static ModelContract Parse(IReadOnlyDictionary<string, string> metadata, string model)
    {
        var missing = RequiredKeys.Where(key => !metadata.ContainsKey(Prefix + key)).ToArray();
        if (missing.Length > 0)
            throw new InvalidDataException(
                $"Model '{model}': expected metadata {string.Join(", ", RequiredKeys.Select(key => Prefix + key))}; "
                + $"not found: {string.Join(", ", missing.Select(key => Prefix + key))}. "
                + "It was not exported by 'robotvision train', or its metadata was stripped: export it again.");

        string Value(string key) => metadata[Prefix + key];
        var problems = new List<string>();
        void Expect(bool holds, string key, string expected)
        {
            if (!holds) problems.Add($"{Prefix}{key}: expected {expected}, found '{Value(key)}'");
        }

        Expect(Value("contract") == Version.ToString(CultureInfo.InvariantCulture), "contract", $"'{Version}'");
        string[] named = Value("classes").Split(',');
        string[] extra = [.. named.Skip(ObjectClasses.Count)];
        var areKnown = named.Take(ObjectClasses.Count).SequenceEqual(ObjectClasses.Names);
        Expect(areKnown, "classes", $"'{string.Join(',', ObjectClasses.Names)}', and perhaps others after these");
        if (areKnown && ClassNames.Problem(extra) is { } problem) problems.Add($"{Prefix}classes: {problem}");
        var classes = areKnown && ClassNames.Problem(extra) is null ? ClassNames.With(extra) : ClassNames.BuiltIn;
        Expect(ModelOutputNames.TryParse(Value("output"), out var output), "output", "'grid' or 'presence'");
        var input = TryRead(Value("input"), MetadataJson.Default.InputJson);
        ColorOrder order = default;
        SampleLayout layout = default;
        Expect(input is { Size: SampleFormat.Size } && Enum.TryParse(input.Order, out order) && Enum.IsDefined(order)
            && Enum.TryParse(input.Layout, out layout) && Enum.IsDefined(layout)
            && float.IsFinite(input.Mean) && float.IsFinite(input.Scale) && input.Scale != 0,
            "input", "{\"Size\":96,\"Order\":\"Rgb|Bgr\",\"Layout\":\"Chw|Hwc\",\"Mean\":number,\"Scale\":number}");
        var thresholds = TryRead(Value("thresholds"), MetadataJson.Default.SingleArray);
        Expect(AreThresholds(thresholds, classes), "thresholds", $"{classes.Count} numbers between 0 and 1");
        var closeUps = metadata.TryGetValue(Prefix + CloseUpKey, out var text) ? TryRead(text, MetadataJson.Default.SingleArray) : null;
        if (text is not null) Expect(AreThresholds(closeUps, classes), CloseUpKey, $"{classes.Count} numbers between 0 and 1");
        var rule = metadata.TryGetValue(Prefix + RuleKey, out var ruleText) ? LookRule.TryParse(ruleText, classes.Count) : null;
        if (ruleText is not null) Expect(rule is not null, RuleKey, LookRule.Expected(classes.Count));
        var memory = metadata.TryGetValue(MemoryKey, out var shape) ? ReadShape(shape) : null;
        if (shape is not null && memory is null) problems.Add($"{MemoryKey}: expected channels,rows,columns such as 16,24,24, found '{shape}'");
        string[] trained = metadata.TryGetValue(Prefix + TrainedKey, out var names) ? names.Split(',') : [.. classes.All];
        Expect(trained.All(classes.All.Contains), TrainedKey, $"some of {string.Join(',', classes.All)}");
        if (problems.Count > 0)
            throw new InvalidDataException($"Model '{model}': {string.Join("; ", problems)}. Use a model made for this version, or export it again.");

        return new ModelContract
        {
            Network = Value("network"),
            Input = new SampleFormat { Order = order, Layout = layout, Mean = input!.Mean, Scale = input.Scale },
            Output = output,
            Classes = classes,
            Thresholds = WithUntrainedOff(thresholds!),
            CloseUpThresholds = closeUps is null ? null : WithUntrainedOff(closeUps),
            LookRule = rule,
            Memory = memory,
            Precision = metadata.TryGetValue(PrecisionKey, out var precision) ? precision : Fp32, // older files lack it
            Origin = Value("origin"),
        };

        float[] WithUntrainedOff(float[] values) =>
            [.. values.Select((value, i) => trained.Contains(classes.All[i]) ? value : Detections.Thresholds.Off)];
    }

    static int[]? ReadShape(string text)
    {
        string[] parts = text.Split(',');
        int[] shape = [.. parts.Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var axis) ? axis : 0)];
        return shape.Length == 3 && shape.All(axis => axis is > 0 and <= 1024) ? shape : null;
    }

    static string ToJson(IEnumerable<float> thresholds) => JsonSerializer.Serialize(thresholds.Select(value => Math.Min(value, HighestInFile)));

    static bool AreThresholds(float[]? values, ClassNames classes) => values?.Length == classes.Count && values.All(value => value is > 0 and < 1);

    static T? TryRead<T>(string json, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(json, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
