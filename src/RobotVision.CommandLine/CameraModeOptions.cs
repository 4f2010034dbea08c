using System.CommandLine;
using System.Globalization;
using RobotVision.Capture;

namespace RobotVision.CommandLine;

/// <summary>The options that say in which mode a camera is to run.</summary>
/// <param name="saved">The options file.</param>
public sealed class CameraModeOptions(Func<ParseResult, SavedOptions> saved)
{
    readonly CameraOption _size = new("--size", saved)
    {
        Description =
            "Pictures of a camera in pixels; the camera must have this mode, and a calibration the same shape. The camera's own unless said otherwise",
        HelpName = "[NAME=]WIDTHxHEIGHT",
    };

    readonly CameraOption _rate = new("--fps", saved)
    {
        Description = "Pictures a second of a camera, 1 to 1000; the camera's own unless said otherwise",
        HelpName = "[NAME=]N",
    };

    readonly CameraOption _format = new("--format", saved)
    {
        Description = "How a camera sends pictures, in Video4Linux's four letters: MJPG, YUYV, ...; the camera's own unless said otherwise",
        HelpName = "[NAME=]CODE",
    };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in All) command.Options.Add(option);
    }

    CameraOption[] All => [_size, _rate, _format];

    /// <summary>Reads the mode.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="camera">The camera.</param>
    /// <param name="calibrated">The size of the pictures with which the camera was calibrated; null without calibration.</param>
    /// <exception cref="OptionException">A value is wrong, has no camera to hold for, or does not fit the calibration.</exception>
    public CameraOptions Read(ParseResult arguments, ListedCamera camera, (int Width, int Height)? calibrated)
    {
        foreach (var option in All.Where(_ => !FrameSource.IsCamera(camera.Source)))
            if (option.Own(arguments, camera.Name) is not null || (camera.Name is null && option.OfAll(arguments) is not null))
                throw new OptionException(
                    $"{option.Name}: expected a camera of this machine, an index or /dev/..., "
                    + $"found --camera '{SourceName.Masked(camera.Source)}': streams and files have their own mode.");
        var options = new CameraOptions
        {
            Size = _size.For(arguments, camera.Name) is { } size ? ParseSize(size) : null,
            FramesPerSecond = _rate.For(arguments, camera.Name) is { } rate ? ParseRate(rate) : null,
            Format = _format.For(arguments, camera.Name)?.ToUpperInvariant(),
        };
        options.Validate();
        if (options.Size is { } asked && calibrated is { } known && asked.Width * (long)known.Height != asked.Height * (long)known.Width)
            throw new OptionException(
                $"--size: expected pictures of the calibration's shape, {known.Width}x{known.Height}, "
                + $"found {asked.Width}x{asked.Height}. Calibrate the camera in the mode it runs in.");
        return options;
    }

    /// <summary>Checks that every value is of a camera that there is.</summary>
    /// <exception cref="OptionException">One is not.</exception>
    public void Check(ParseResult arguments, IReadOnlyList<string?> cameras)
    {
        foreach (var option in All) option.Check(arguments, cameras);
    }

    static double ParseRate(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var rate) ? rate
        : throw new OptionException($"--fps: expected a number, found '{text}'.");

    static (int Width, int Height) ParseSize(string text) =>
        text.Split('x') is [var width, var height] && int.TryParse(width, NumberStyles.None, CultureInfo.InvariantCulture, out var w)
        && int.TryParse(height, NumberStyles.None, CultureInfo.InvariantCulture, out var h)
            ? (w, h)
            : throw new OptionException($"--size: expected WIDTHxHEIGHT, for example 640x480, found '{text}'.");
}
