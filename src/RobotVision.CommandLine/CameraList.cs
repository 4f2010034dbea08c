using System.CommandLine;
using RobotVision.Tracking;

namespace RobotVision.CommandLine;

/// <summary>A camera of a command line.</summary>
/// <param name="Name">Its name in results; null where none was given: the source's then.</param>
/// <param name="Source">What it is: an index, a device, a URL or a file.</param>
public sealed record ListedCamera(string? Name, string Source);

/// <summary>The option that says which cameras run: one without a name, or several with names.</summary>
/// <param name="saved">The options file, whose cameras run where the command line names none.</param>
public sealed class CameraList(Func<ParseResult, SavedOptions> saved)
{
    readonly Option<string[]> _camera = new("--camera")
    {
        Description =
            "An index (0), a device (/dev/video0, /dev/v4l/by-id/...), a stream's URL (udp://127.0.0.1:5000), a topic of ROS 2 through rosbridge "
            + "(ws://127.0.0.1:9090/camera/image_raw/compressed) or a file, which is played in its own time; several as NAME=CAMERA each, such as "
            + "head=0 chest=2. Other options with [NAME=] are for all cameras or for that one",
        HelpName = "[NAME=]CAMERA",
        DefaultValueFactory = _ => [],
    };

    /// <summary>Adds the option to a command.</summary>
    public void AddTo(Command command) => command.Options.Add(_camera);

    /// <summary>Reads the cameras, one at least.</summary>
    /// <exception cref="OptionException">There are none or too many, several without names, or two with the same.</exception>
    public IReadOnlyList<ListedCamera> Read(ParseResult arguments)
    {
        ListedCamera[] cameras = [.. arguments.GetValue(_camera)!.Select(CameraOption.Split).Select(one => new ListedCamera(one.Camera, one.Value))];
        if (cameras.Length == 0) cameras = [.. saved(arguments).NamedCameras.Select(one => new ListedCamera(one.Key, one.Value.Camera ?? ""))];
        if (cameras.Length == 0) throw new OptionException("--camera: expected a camera, for example --camera 0, found none. 'robotvision doctor' lists them.");
        if (cameras.Length > FrameTracker.MostCameras)
            throw new OptionException($"--camera: expected at most {FrameTracker.MostCameras} cameras, found {cameras.Length}.");
        if (Array.Find(cameras, camera => camera.Source.Length == 0) is { } empty)
            throw new OptionException($"--camera: expected NAME=CAMERA, found nothing after '{empty.Name}='.");
        if (cameras.Length > 1 && Array.Find(cameras, camera => camera.Name is null) is { } unnamed)
            throw new OptionException(
                $"--camera: expected a name for each of several cameras, for example head={Capture.SourceName.Masked(unnamed.Source)}, "
                + $"found '{Capture.SourceName.Masked(unnamed.Source)}'. Names begin with a letter and have letters, digits, - and _, 32 at most.");
        if (cameras.GroupBy(camera => camera.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new OptionException($"--camera: expected names that differ, found '{twice.Key}' for {twice.Count()} cameras.");
        return cameras;
    }
}
