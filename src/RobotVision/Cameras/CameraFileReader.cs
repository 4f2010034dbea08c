using System.Globalization;
using RobotVision.Files;
using RobotVision.Geometry;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace RobotVision.Cameras;

/// <summary>Reads one camera file; every error names file, line and field.</summary>
sealed class CameraFileReader(string path)
{
    const string OpenCvHeader = "%YAML:1.0";

    YamlMappingNode _root = new();
    CameraFileFormat _format;

    public CameraFile Read() => Read(File.ReadAllText(path));

    public CameraFile Read(string text)
    {
        _root = Load(text);
        int width = Pixels("image_width"), height = Pixels("image_height");
        var matrix = Matrix("camera_matrix", out var matrixLine);
        if (matrix.Length != 9) throw Wrong(matrixLine, "camera_matrix", $"expected 9 values (fx 0 cx, 0 fy cy, 0 0 1), found {matrix.Length}");
        if (matrix[1] != 0 || matrix[3] != 0 || matrix[6] != 0 || matrix[7] != 0 || matrix[8] != 1)
            throw Wrong(matrixLine, "camera_matrix", $"expected fx 0 cx, 0 fy cy, 0 0 1, found {Join(matrix)}");
        const double Largest = 1e6; // pixels: beyond, no lens is
        if (Array.Exists(matrix, value => !(Math.Abs(value) <= Largest)))
            throw Wrong(matrixLine, "camera_matrix", $"expected numbers of pixels up to {Largest}, found {Join(matrix)}");
        if (!(matrix[0] > 0) || !(matrix[4] > 0))
            throw Wrong(matrixLine, "camera_matrix", $"expected positive focal lengths, found {Join([matrix[0], matrix[4]])}");
        var coefficients = Matrix("distortion_coefficients", out var line);
        var intrinsics = new CameraIntrinsics(width, height, matrix[0], matrix[4], matrix[2] + 0.5, matrix[5] + 0.5);
        return new CameraFile(IsFisheye() ? Fisheye(intrinsics, coefficients, line) : Pinhole(intrinsics, coefficients, line))
        {
            Format = _format,
            Name = Find("camera_name") is YamlScalarNode { Value: { Length: > 0 } name } ? name : null,
            RmsPixels = Find("avg_reprojection_error") is { } rms ? Number(rms, "avg_reprojection_error") : null,
            Pose = Find("camera_height_metres") is { } above
                ? new CameraPose(
                    InRange(above, "camera_height_metres", 0.01, CameraPose.Highest), InRange("camera_roll_radians", Math.PI),
                    InRange("camera_pitch_radians", Math.PI / 2), 0)
                : null,
            Mount = Find("camera_mount_metres") is not null ? Mount() : null,
            Latency = Find("camera_latency_seconds") is { } latency ? Latency(latency) : null,
        };
    }

    double InRange(YamlNode node, string name, double low, double high) => Number(node, name) is var value && value >= low && value <= high
        ? value
        : throw Wrong(node.Start.Line, name, FormattableString.Invariant($"expected {low:0.##} to {high:0.##}, found '{node}'"));

    double InRange(string name, double largest)
    {
        RequiredNumber(name);
        return InRange(Find(name)!, name, -largest, largest);
    }

    CameraMount Mount()
    {
        double[] place = Matrix("camera_mount_metres", out var line), turn = Matrix("camera_mount_orientation", out var turnLine);
        if (place.Length != 3) throw Wrong(line, "camera_mount_metres", $"expected x y z, found {place.Length} values");
        if (turn.Length != 4) throw Wrong(turnLine, "camera_mount_orientation", $"expected a quaternion w x y z, found {turn.Length} values");
        var orientation = new Rotation(turn[0], turn[1], turn[2], turn[3]);
        return Math.Abs(orientation.Length - 1) < 0.01
            ? new(orientation.Normalized(), new(place[0], place[1], place[2]))
            : throw Wrong(turnLine, "camera_mount_orientation", $"expected a quaternion of length 1, found {Join(turn)}");
    }

    TimeSpan Latency(YamlNode node) => Number(node, "camera_latency_seconds") is >= -1 and <= 1 and var seconds
        ? TimeSpan.FromSeconds(seconds)
        : throw Wrong(node.Start.Line, "camera_latency_seconds", $"expected -1 to 1 s, found '{node}'");

    YamlMappingNode Load(string text)
    {
        // The header of OpenCV's FileStorage is no YAML directive (it lacks a blank); as a comment it keeps the lines' numbers.
        _format = text.StartsWith(OpenCvHeader, StringComparison.Ordinal) ? CameraFileFormat.OpenCv : CameraFileFormat.Ros;
        if (_format == CameraFileFormat.OpenCv) text = string.Concat("#", text.AsSpan(1));
        var yaml = new YamlStream();
        try
        {
            yaml.Load(new BoundedYaml(text));
        }
        catch (YamlException exception)
        {
            throw new InvalidDataException($"{path}:{exception.Start.Line}: expected YAML, found something else: {exception.Message}", exception);
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException)
        {
            throw new InvalidDataException($"{path}: expected YAML, found something else.", exception); // YamlDotNet gives no line for some errors
        }

        return yaml.Documents is [{ RootNode: YamlMappingNode root }, ..]
            ? root
            : throw new InvalidDataException($"{path}:1: expected the fields of a camera (image_width, camera_matrix, ...), found none; "
                + "'robotvision calibrate intrinsics' writes such a file.");
    }

    bool IsFisheye()
    {
        if (Find("distortion_model") is { } node)
        {
            var model = node is YamlScalarNode scalar ? scalar.Value : null;
            return model switch
            {
                "equidistant" or "fisheye" => true,
                "plumb_bob" or "rational_polynomial" => false,
                _ => throw Wrong(
                    node.Start.Line, "distortion_model",
                    $"expected plumb_bob, rational_polynomial, equidistant or fisheye, found '{model ?? node.ToString()}'"),
            };
        }

        return Find("fisheye_model") is YamlScalarNode { Value: "1" or "true" };
    }

    FisheyeCamera Fisheye(CameraIntrinsics intrinsics, double[] k, long line) => k.Length == 4
        ? new(intrinsics, k[0], k[1], k[2], k[3])
        : throw Wrong(line, "distortion_coefficients", $"expected the fisheye's k1 k2 k3 k4, found {k.Length} values");

    PinholeCamera Pinhole(CameraIntrinsics intrinsics, double[] k, long line)
    {
        // OpenCV's thin prism and tilt come after the eighth; a file may carry them as zeros.
        if (k.Length is not (0 or 4 or 5 or 8 or 12 or 14))
            throw Wrong(line, "distortion_coefficients", $"expected k1 k2 p1 p2 [k3 [k4 k5 k6]], found {k.Length} values");
        if (k.Skip(8).Any(value => value != 0))
            throw Wrong(line, "distortion_coefficients", "expected k1 k2 p1 p2 [k3 [k4 k5 k6]], found a thin prism or tilt model; calibrate again without it");
        Array.Resize(ref k, 8);
        return new(intrinsics, k[0], k[1], k[2], k[3], k[4], k[5], k[6], k[7]);
    }

    YamlNode? Find(string field) => _root.Children.TryGetValue(new YamlScalarNode(field), out var node) ? node : null;

    YamlNode Required(string field) =>
        Find(field) ?? throw Wrong(_root.Start.Line, field, "expected this field, found none; 'robotvision calibrate intrinsics' writes it");

    double RequiredNumber(string field) => Number(Required(field), field);

    int Pixels(string field)
    {
        var node = Required(field);
        var value = Number(node, field);
        return value is > 0 and <= 1 << 16 && value == Math.Floor(value)
            ? (int)value
            : throw Wrong(node.Start.Line, field, $"expected an integer number of pixels above 0, found '{node}'");
    }

    double Number(YamlNode node, string field) =>
        node is YamlScalarNode { Value: { } text } && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && double.IsFinite(value)
            ? value
            : throw Wrong(node.Start.Line, field, $"expected a finite number, found '{node}'; the calibration that wrote it failed: calibrate again");

    double[] Matrix(string field, out long line)
    {
        var node = Required(field);
        line = node.Start.Line;
        if (node is not YamlMappingNode matrix || !matrix.Children.TryGetValue(new YamlScalarNode("data"), out var data) || data is not YamlSequenceNode list)
            throw Wrong(line, field, "expected a matrix with rows, cols and data: [ ... ], found something else");
        double[] values = [.. list.Children.Select(item => Number(item, field))];
        if (matrix.Children.TryGetValue(new YamlScalarNode("rows"), out var rows) && matrix.Children.TryGetValue(new YamlScalarNode("cols"), out var columns)
            && Number(rows, $"{field}.rows") * Number(columns, $"{field}.cols") != values.Length)
            throw Wrong(data.Start.Line, field, $"expected {rows} x {columns} values, found {values.Length}");
        return values;
    }

    static string Join(double[] values) => string.Join(", ", values.Select(value => value.ToString(CultureInfo.InvariantCulture)));

    InvalidDataException Wrong(long line, string field, string problem) => new($"{path}:{line}: {field}: {problem}.");
}
