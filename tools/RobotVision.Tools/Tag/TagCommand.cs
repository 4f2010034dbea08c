using System.CommandLine;

namespace RobotVision.Tools.Tag;

/// <summary><c>robotvision tag</c>: tags frames by hand on a page in the browser.</summary>
static class TagCommand
{
    public static Command Create()
    {
        var page = new TagPage();
        var command = new Command("tag", """
            Tags frames on a page in the browser of this machine: boxes and points of the eight classes and your own, with the model's guesses to
            accept or correct. Every change is on the disk at once, as YOLO files. The frames of a video go into a folder beside it (match.mp4:
            match.frames). Ends with Ctrl-C.

            Example: robotvision tag photos
            Example: robotvision tag match.mp4 --every 0.2
            """);
        page.AddTo(command);
        command.SetAction((arguments, stop) => page.RunAsync(arguments, stop));
        return command;
    }
}
