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
            if (coefficients.Length == 0) (coefficients, model) = ([0, 0, 0, 0, 0], "plumb_bob");
            return $"""
                image_width: {root.GetProperty("width").GetInt32()}
                image_height: {root.GetProperty("height").GetInt32()}
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
}
