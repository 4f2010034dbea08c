using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using RobotVision.Capture;
using RobotVision.Inference;

namespace RobotVision.Recording;

/// <summary>
/// What decides the results of a camera of a run besides its frames and their inputs, as each file of a recording holds it: metadata <c>robotvision.run</c>,
/// one a camera, and, as attachments, the model and the cameras' calibrations. Immutable.
/// </summary>
public sealed record RunSettings
{
    /// <summary>The schema of the metadata.</summary>
    public const string Schema = "robotvision.recording/1";

    /// <summary>The name of the metadata.</summary>
    public const string MetadataName = "robotvision.run";

    /// <summary>The names of the attachments.</summary>
    public const string ModelAttachment = "model.onnx", CalibrationAttachment = "calibration.yaml";

    /// <summary>The attachment of this camera's calibration.</summary>
    internal string CalibrationFile => Name is null ? CalibrationAttachment : $"calibration.{Name}.yaml";

    /// <summary>A topic of this camera's.</summary>
    /// <param name="topic">One of <see cref="RecordingWriter"/>'s.</param>
    internal string TopicOf(string topic) => Name is null ? topic : $"/{Name}{topic}";

    /// <summary>The name of the camera's source, without passwords.</summary>
    public required string Camera { get; init; }

    /// <summary>The name that was given to the camera; null where none was, as in a run of one camera that needs none.</summary>
    public string? Name { get; init; }

    /// <summary>The name of the model's file.</summary>
    public string ModelName { get; init; } = "";

    /// <summary>See <see cref="VisionModel.Hash"/>.</summary>
    public string ModelHash { get; init; } = "";

    /// <summary>The SHA-256 of the model's file in hexadecimal digits; empty where the file was not there any more.</summary>
    public string ModelSha256 { get; init; } = "";

    /// <summary>The model's file; empty where it was not there any more.</summary>
    public ReadOnlyMemory<byte> Model { get; init; }

    /// <summary>The names of the model's classes, separated by commas.</summary>
    public string Classes { get; init; } = "";

    /// <summary>What ran the model: CPU or CUDA.</summary>
    public string Provider { get; init; } = "";

    /// <summary>CPU threads of the network.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>The most close-ups of a frame.</summary>
    public int MostCloseUps { get; init; }

    /// <summary>The text of the camera's calibration; null without one.</summary>
    public string? Calibration { get; init; }

    /// <summary>The name of the calibration's file; null without one.</summary>
    public string? CalibrationName { get; init; }

    /// <summary>Whether the camera's pose was known or looked for: then objects are tracked on the ground.</summary>
    public bool HasPoses { get; init; }

    /// <summary>The ball's radius in metres.</summary>
    public double BallRadius { get; init; }

    /// <summary>From the middle of the exposure to the frame's time stamp; already part of the poses of the frames.</summary>
    public TimeSpan CameraLatency { get; init; }

    /// <summary>The program and its version.</summary>
    public string Program { get; init; } = ThisProgram;

    /// <summary>The processor.</summary>
    public string Processor { get; init; } = ThisProcessor;

    /// <summary>This program and its version.</summary>
    public static string ThisProgram { get; } =
        $"RobotVision {typeof(RunSettings).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion}";

    /// <summary>This machine's processor: its name and kind.</summary>
    public static string ThisProcessor { get; } = $"{Inference.Processor.Name}, {RuntimeInformation.ProcessArchitecture}";

    /// <summary>These with a model; its file is read and is left out if it was replaced meanwhile.</summary>
    public RunSettings With(VisionModel model)
    {
        var bytes = Read(model.Path);
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes));
        var isThere = sha256.StartsWith(model.Hash, StringComparison.Ordinal);
        return this with
        {
            ModelName = Path.GetFileName(model.Path),
            ModelHash = model.Hash,
            ModelSha256 = isThere ? sha256 : "",
            Model = isThere ? bytes : default,
            Classes = string.Join(',', model.Contract.Classes.All),
            Provider = model.Provider.Name(),
        };
    }

    /// <summary>These with what another camera of the run has of the model.</summary>
    internal RunSettings WithModelOf(RunSettings other) => this with
    {
        ModelName = other.ModelName,
        ModelHash = other.ModelHash,
        ModelSha256 = other.ModelSha256,
        Model = other.Model,
        Classes = other.Classes,
        Provider = other.Provider,
    };

    /// <summary>The metadata.</summary>
    internal Dictionary<string, string> ToMetadata()
    {
        var values = new Dictionary<string, string>
        {
            ["schema"] = Schema,
            ["program"] = Program,
            ["processor"] = Processor,
            ["camera"] = SourceName.Masked(Camera),
            ["model"] = ModelName,
            ["model_hash"] = ModelHash,
            ["model_sha256"] = ModelSha256,
            ["classes"] = Classes,
            ["provider"] = Provider,
            ["threads"] = Text(Threads),
            ["most_close_ups"] = Text(MostCloseUps),
            ["has_poses"] = HasPoses ? "true" : "false",
            ["ball_radius_m"] = Text(BallRadius),
            ["camera_latency_s"] = Text(CameraLatency.TotalSeconds),
        };
        if (Name is not null) values["name"] = Name;
        if (Calibration is null) return values;
        values["calibration"] = CalibrationName ?? "";
        values["calibration_sha256"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Calibration)));
        return values;
    }

    /// <summary>The settings of metadata and attachments; missing ones are the defaults.</summary>
    /// <param name="values">The metadata.</param>
    /// <param name="attachments">The attachments by their names.</param>
    /// <exception cref="InvalidDataException">They are of another version, or a value is damaged.</exception>
    internal static RunSettings Of(IReadOnlyDictionary<string, string> values, IReadOnlyDictionary<string, byte[]> attachments)
    {
        string Value(string name) => values.GetValueOrDefault(name, "");
        if (Value("schema") != Schema) throw new InvalidDataException($"expected settings of {Schema}, found '{Value("schema")}'");
        var settings = new RunSettings
        {
            Camera = Value("camera"),
            Name = values.GetValueOrDefault("name"),
            ModelName = Value("model"),
            ModelHash = Value("model_hash"),
            ModelSha256 = Value("model_sha256"),
            Model = attachments.GetValueOrDefault(ModelAttachment),
            Classes = Value("classes"),
            Provider = Value("provider"),
            Threads = (int)Number(values, "threads", 1, 64),
            MostCloseUps = (int)Number(values, "most_close_ups", 0, CloseUps.CloseUpChooser.MostCloseUps),
            CalibrationName = values.GetValueOrDefault("calibration"),
            HasPoses = Value("has_poses") == "true",
            BallRadius = Number(values, "ball_radius_m", 0, 1),
            CameraLatency = TimeSpan.FromSeconds(Number(values, "camera_latency_s", -1, 1)),
            Program = Value("program"),
            Processor = Value("processor"),
        };
        return attachments.TryGetValue(settings.CalibrationFile, out var text) ? settings with { Calibration = Encoding.UTF8.GetString(text) } : settings;
    }

    static double Number(IReadOnlyDictionary<string, string> values, string name, double least, double most) =>
        double.TryParse(values.GetValueOrDefault(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most
            ? value
            : throw new InvalidDataException(
                FormattableString.Invariant($"{name}: expected a number of {least} to {most}, found '{values.GetValueOrDefault(name)}'"));

    static byte[] Read(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return []; // removed since it was loaded
        }
    }

    static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
