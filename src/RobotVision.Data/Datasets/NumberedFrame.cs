using System.Globalization;
using System.Text.RegularExpressions;

namespace RobotVision.Data.Datasets;

/// <summary>What the path of an image says of its recording: frames of one have the same folder and name, but for the last number.</summary>
/// <param name="Recording">The recording: the folder and the file name without its last number.</param>
/// <param name="Number">The number; null where there is none, or one of more than 18 digits.</param>
public readonly partial record struct NumberedFrame(string Recording, long? Number)
{
    const int MostDigits = 18;

    /// <summary>Reads a path.</summary>
    public static NumberedFrame Of(string path)
    {
        var name = RoboflowEnding().Replace(Path.GetFileNameWithoutExtension(path), "");
        var folder = Path.GetDirectoryName(path)!;
        var match = LastNumber().Match(name);
        if (!match.Success) return new(Path.Combine(folder, name), null);
        var number = match.Groups[1].ValueSpan;
        return new(
            Path.Combine(folder, name[..match.Index] + match.Groups[2].Value),
            number.Length <= MostDigits ? long.Parse(number, CultureInfo.InvariantCulture) : null);
    }

    /// <summary>The images in runs whose numbers follow each other, each image once; one that follows on none is a run of its own.</summary>
    /// <param name="paths">The paths of the images, in any order.</param>
    /// <param name="step">By how much the number of a frame may exceed that of the frame before, 1 or more.</param>
    /// <returns>The indices of the images of each run, and the smallest step between two runs of one recording; null where there is none.</returns>
    public static (IReadOnlyList<int[]> Runs, long? Gap) RunsOf(IReadOnlyList<string> paths, int step)
    {
        var frames = Enumerable.Range(0, paths.Count).DistinctBy(i => paths[i]).Select(i => (Index: i, Frame: Of(paths[i])))
            .OrderBy(one => one.Frame.Recording, StringComparer.Ordinal).ThenBy(one => one.Frame.Number).ThenBy(one => one.Index);
        var runs = new List<List<int>>();
        NumberedFrame? before = null;
        long? smallest = null;
        foreach (var (index, frame) in frames)
        {
            var gap = before?.Recording == frame.Recording ? frame.Number - before?.Number : null;
            if (gap >= 1 && gap <= step) runs[^1].Add(index);
            else runs.Add([index]);
            if (gap > step && !(smallest <= gap)) smallest = gap;
            before = frame;
        }

        return ([.. runs.Select(run => run.ToArray())], smallest);
    }

    /// <summary>What Roboflow puts behind the name of a file: its ending, and a digest that differs even between copies of one image.</summary>
    [GeneratedRegex(@"[-_](jpe?g|png|bmp|webp|tiff?)\.rf\.\w+$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex RoboflowEnding();

    [GeneratedRegex(@"[-_. ]*(\d+)(\D*)$", RegexOptions.CultureInvariant)]
    private static partial Regex LastNumber();
}
