using System.Globalization;
using System.Text.Json;
using RobotVision.Ros;

namespace RobotVision.Cameras;

/// <summary>Takes a camera's calibration from the <c>sensor_msgs/CameraInfo</c> of a ROS 2 topic, through a rosbridge server.</summary>
public static class RosCameraInfo
{
    /// <summary>Waits for a message.</summary>
    /// <param name="option">The option that the address was given with, for messages.</param>
    /// <param name="text">The address, with a topic.</param>
    /// <param name="patience">The longest wait.</param>
    /// <returns>The calibration as the text of a camera file, see <see cref="CameraFile.Parse"/>.</returns>
    /// <exception cref="OptionException">It is no address.</exception>
    /// <exception cref="InvalidDataException">No message came, or it cannot be used.</exception>
    public static string Fetch(string option, string text, TimeSpan patience)
    {
        var address = RosAddress.Parse(option, text, needsTopic: true);
        var come = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var bridge = new RosBridge(
            address.Server, waits: false, [], new RosBridge.Subscription(address.Topic, RosDefinitions.CameraInfo, message =>
            {
                try
                {
                    come.TrySetResult(ToText(message));
                }
                catch (InvalidDataException exception)
                {
                    come.TrySetException(exception);
                }
            }));
        if (((IAsyncResult)come.Task).AsyncWaitHandle.WaitOne(patience)) return come.Task.GetAwaiter().GetResult();
        throw new InvalidDataException(
            $"{option} '{address}': expected a sensor_msgs/CameraInfo within {patience.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s, "
            + $"found none{(bridge.Problem is { } problem ? $": {problem}" : "; does the camera's driver publish there?")}");
    }

    /// <summary>Turns a message into the text of a camera file.</summary>
    internal static string ToText(ReadOnlyMemory<byte> message)
    {
        try
        {
            using var json = JsonDocument.Parse(message);
            var root = json.RootElement;
            double[] Numbers(string name) => [.. root.GetProperty(name).EnumerateArray().Select(value => value.GetDouble())];
            string Text(IEnumerable<double> values) => string.Join(", ", values.Select(value => value.ToString("R", CultureInfo.InvariantCulture)));
            var (matrix, coefficients, model) = (Numbers("k"), Numbers("d"), root.GetProperty("distortion_model").GetString());
            if (matrix is not [> 0, _, _, _, > 0, ..])
                throw new InvalidDataException(
                    "Camera info: expected a calibrated camera, found a matrix K of zeros; calibrate it, or give --calibration a file.");
            var (width, height) = (root.GetProperty("width").GetInt32(), root.GetProperty("height").GetInt32());
            CutOut(root, matrix, ref width, ref height);
            if (coefficients.Length == 0) (coefficients, model) = ([0, 0, 0, 0, 0], "plumb_bob");
            return $"""
                image_width: {width}
                image_height: {height}
                camera_matrix:
                  rows: 3
                  cols: 3
                  data: [{Text(matrix)}]
                distortion_model: {(string.IsNullOrEmpty(model) ? "plumb_bob" : JsonSerializer.Serialize(model))}
                distortion_coefficients:
                  rows: 1
                  cols: {coefficients.Length}
                  data: [{Text(coefficients)}]

                """;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw new InvalidDataException($"Camera info: expected a sensor_msgs/CameraInfo, found another message: {exception.Message}", exception);
        }
    }

    /// <summary>
    /// The size and matrix of the pictures of a camera that gives a part of its image (<c>roi</c>) or joins pixels (<c>binning_x</c>, <c>binning_y</c>): K is
    /// that of the whole image at full resolution.
    /// </summary>
    /// <remarks>Source: sensor_msgs/msg/CameraInfo.msg, "Operational Parameters".</remarks>
    static void CutOut(JsonElement root, double[] matrix, ref int width, ref int height)
    {
        if (root.TryGetProperty("roi", out var roi) && Side("width") is > 0 and var across && Side("height") is > 0 and var down)
        {
            (matrix[2], matrix[5]) = (matrix[2] - Side("x_offset"), matrix[5] - Side("y_offset"));
            (width, height) = (across, down);
        }

        var (joinedX, joinedY) = (Joined("binning_x"), Joined("binning_y"));
        (width, height) = (width / joinedX, height / joinedY);
        (matrix[0], matrix[4]) = (matrix[0] / joinedX, matrix[4] / joinedY);
        (matrix[2], matrix[5]) = ((matrix[2] + 0.5) / joinedX - 0.5, (matrix[5] + 0.5) / joinedY - 0.5); // counted from the first pixel's middle

        int Side(string name) => roi.TryGetProperty(name, out var value) ? value.GetInt32() : 0;
        int Joined(string name) => root.TryGetProperty(name, out var value) ? Math.Max(1, value.GetInt32()) : 1;
    }
}
