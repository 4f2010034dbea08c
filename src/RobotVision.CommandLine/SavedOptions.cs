using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using RobotVision.CloseUps;
using RobotVision.Files;
using RobotVision.Messages;

namespace RobotVision.CommandLine;

/// <summary>The options that a run keeps in a file from one start to the next, as JSON (<c>robotvision.options/1</c>); absent is as without it.</summary>
public sealed record SavedOptions
{
    /// <summary>The value of <see cref="Schema"/>.</summary>
    public const string SchemaName = "robotvision.options/1";

    static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>What kind of file it is.</summary>
    public string Schema { get; init; } = SchemaName;

    /// <summary>By a class's name the confidence from which it counts, 0..1; null for a class that is off.</summary>
    public IReadOnlyDictionary<string, float?> Thresholds { get; init; } = new Dictionary<string, float?>();

    /// <summary>Close-ups of each frame, 0..<see cref="CloseUpChooser.MostCloseUps"/>.</summary>
    public int? CloseUps { get; init; }

    /// <summary>
    /// Values of cameras' controls: by the camera's name that stays the same (<c>/dev/v4l/by-id/...</c>, the device where udev has no such link), then by the
    /// control's name as v4l2-ctl writes it.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, long>> Cameras { get; init; } = new Dictionary<string, IReadOnlyDictionary<string, long>>();

    /// <summary>
    /// Cameras by their names, with the options of each, where the command line says nothing for it; they run where it names none (<c>--camera</c>).
    /// </summary>
    public IReadOnlyDictionary<string, SavedCamera> NamedCameras { get; init; } = new Dictionary<string, SavedCamera>();

    /// <summary>Reads a file.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is not such a file, or a value is out of range.</exception>
    public static SavedOptions Read(string path)
    {
        if (!File.Exists(path)) throw new FileNotFoundException($"Options '{path}': there is no such file.", path);
        var text = Encoding.UTF8.GetBytes(File.ReadAllText(path)); // without a byte order mark
        SavedOptions read;
        try
        {
            read = JsonSerializer.Deserialize<SavedOptions>(text, Json)
                ?? throw new InvalidDataException($"Options '{path}': expected a JSON object, found null.");
        }
        catch (JsonException exception)
        {
            var found = JsonProblem.Describe(exception, text, isLenient: true);
            throw new InvalidDataException($"Options '{path}': expected {SchemaName} as JSON, found something else: {found}.", exception);
        }

        return read.Problem() is { } problem ? throw new InvalidDataException($"Options '{path}': {problem}.") : read;
    }

    /// <summary>Writes a file, whole or not at all.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Write(string path) => WholeFile.WriteAllText(path, JsonSerializer.Serialize(this, Json) + "\n");

    string? Problem()
    {
        if (Schema != SchemaName) return $"schema: expected {SchemaName}, found '{Schema}'";
        if (Thresholds is null) return "thresholds: expected an object, found null";
        if (Cameras is null || Cameras.Values.Any(controls => controls is null)) return "cameras: expected an object of objects of numbers, found null";
        if (NamedCameras is null || NamedCameras.Values.Any(camera => camera is null)) return "named_cameras: expected an object of objects, found null";
        if (NamedCameras.Keys.FirstOrDefault(name => !CameraOption.IsName(name)) is { } strange)
            return $"named_cameras: expected names of letters, digits, - and _ that begin with a letter, found '{strange}'";
        if (CloseUps is { } closeUps && closeUps is < 0 or > CloseUpChooser.MostCloseUps)
            return $"close_ups: expected 0..{CloseUpChooser.MostCloseUps}, found {closeUps}";
        foreach (var (name, value) in Thresholds)
            if (value is not (null or (> 0 and < 1)))
                return FormattableString.Invariant($"thresholds.{name}: expected a number between 0 and 1, found {value}");
        return null;
    }
}

/// <summary>One camera of an options file; values are those of the options of the same names, absent is as without the option.</summary>
public sealed record SavedCamera
{
    /// <summary>What it is: <c>--camera</c>.</summary>
    public string? Camera { get; init; }

    /// <summary>The file of <c>--calibration</c>.</summary>
    public string? Calibration { get; init; }

    /// <summary>The value of <c>--pose</c>.</summary>
    public string? Pose { get; init; }

    /// <summary>The value of <c>--poses</c>.</summary>
    public string? Poses { get; init; }

    /// <summary>Milliseconds of <c>--camera-latency</c>.</summary>
    public double? CameraLatency { get; init; }

    /// <summary>The value of <c>--size</c>.</summary>
    public string? Size { get; init; }

    /// <summary>The value of <c>--fps</c>.</summary>
    public double? Fps { get; init; }

    /// <summary>The value of <c>--format</c>.</summary>
    public string? Format { get; init; }

    /// <summary>The value of an option as the command line would have it; null where there is none.</summary>
    internal string? this[string option] => option switch
    {
        "--calibration" => Calibration,
        "--pose" => Pose,
        "--poses" => Poses,
        "--camera-latency" => CameraLatency?.ToString(System.Globalization.CultureInfo.InvariantCulture),
        "--size" => Size,
        "--fps" => Fps?.ToString(System.Globalization.CultureInfo.InvariantCulture),
        "--format" => Format,
        _ => throw new ArgumentOutOfRangeException(nameof(option), option, "Expected an option of a camera."),
    };
}
