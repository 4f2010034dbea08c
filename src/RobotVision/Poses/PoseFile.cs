using System.Text;
using RobotVision.Geometry;

namespace RobotVision.Poses;

/// <summary>Reads the poses of a recording: JSON Lines, <c>robotvision.pose/1</c>, in any order: a file is there as a whole.</summary>
public static class PoseFile
{
    /// <summary>Reads all poses. Lines that cannot be used are counted and skipped.</summary>
    /// <exception cref="InvalidDataException">Not one line can be used.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static PoseHistory Read(string path)
    {
        var lines = File.ReadAllLines(path);
        var history = new PoseHistory(Math.Max(2, lines.Length));
        var poses = new List<TimedPose>();
        for (var i = 0; i < lines.Length; i++)
        {
            if (string.IsNullOrWhiteSpace(lines[i])) continue;
            try
            {
                poses.Add(PoseMessage.ParseJson(Encoding.UTF8.GetBytes(lines[i])));
            }
            catch (FormatException exception)
            {
                history.CountInvalid($"{path}:{i + 1}: {exception.Message}.");
            }
        }

        foreach (var pose in poses.OrderBy(pose => pose.TimeMicroseconds)) history.Add(pose);
        return history.Counts is { Received: > 0 } ? history : throw new InvalidDataException(
            $"Poses '{path}': expected one {PoseMessage.Schema} object a line, found none that can be used. {history.Counts.Problem}");
    }
}
