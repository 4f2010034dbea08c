using System.CommandLine;
using System.Globalization;
using RobotVision.Capture;

namespace RobotVision.CommandLine;

/// <summary>The options that say in which mode a camera is to run.</summary>
public sealed class CameraModeOptions
{
    readonly Option<string?> _size = new("--size")
    {
        Description =
            "Pictures of a camera in pixels; the camera must have this mode, and a calibration the same shape. The camera's own unless said otherwise",
        HelpName = "WIDTHxHEIGHT",
    };

    readonly Option<double?> _rate = new("--fps")
    {
        Description = "Pictures a second of a camera, 1 to 1000; the camera's own unless said otherwise",
        HelpName = "N",
    };

    readonly Option<string?> _format = new("--format")
    {
        Description = "How a camera sends pictures, in Video4Linux's four letters: MJPG, YUYV, ...; the camera's own unless said otherwise",
        HelpName = "CODE",
    };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _size, _rate, _format }) command.Options.Add(option);
    }

    /// <summary>Reads the mode.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="camera">What <c>--camera</c> names.</param>
    /// <param name="calibrated">The size of the pictures with which the camera was calibrated; null without calibration.</param>
    /// <exception cref="OptionException">A value is wrong, has no camera to hold for, or does not fit the calibration.</exception>
    public CameraOptions Read(ParseResult arguments, string camera, (int Width, int Height)? calibrated)
    {
        foreach (var option in new Option[] { _size, _rate, _format })
            if (arguments.GetResult(option) is { Implicit: false } && !FrameSource.IsCamera(camera))
                throw new OptionException(
                    $"{option.Name}: expected a camera of this machine, an index or /dev/..., "
                    + $"found --camera '{SourceName.Masked(camera)}': streams and files have their own mode.");
        var options = new CameraOptions
        {
            Size = arguments.GetValue(_size) is { } size ? ParseSize(size) : null,
            FramesPerSecond = arguments.GetValue(_rate),
            Format = arguments.GetValue(_format)?.ToUpperInvariant(),
        };
        options.Validate();
        if (options.Size is { } asked && calibrated is { } known && asked.Width * (long)known.Height != asked.Height * (long)known.Width)
            throw new OptionException(
                $"--size: expected pictures of the calibration's shape, {known.Width}x{known.Height}, "
                + $"found {asked.Width}x{asked.Height}. Calibrate the camera in the mode it runs in.");
        return options;
    }

    static (int Width, int Height) ParseSize(string text) =>
        text.Split('x') is [var width, var height] && int.TryParse(width, NumberStyles.None, CultureInfo.InvariantCulture, out var w)
        && int.TryParse(height, NumberStyles.None, CultureInfo.InvariantCulture, out var h)
            ? (w, h)
            : throw new OptionException($"--size: expected WIDTHxHEIGHT, for example 640x480, found '{text}'.");
}
