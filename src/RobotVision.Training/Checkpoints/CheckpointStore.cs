using System.Globalization;
using RobotVision.Files;

namespace RobotVision.Training.Checkpoints;

/// <summary>
/// The checkpoints of one run: the latest, and the previous one in case the latest is damaged. Once the first was written, one complete checkpoint
/// survives whenever the process ends, even by SIGKILL or a power failure.
/// </summary>
/// <param name="path">Path of the latest checkpoint; the previous one is <c>PATH.previous</c>.</param>
public sealed class CheckpointStore(string path)
{
    /// <summary>Whether the latest was found damaged, so that it must not replace the previous one.</summary>
    bool _latestIsDamaged;

    /// <summary>Path of the latest checkpoint.</summary>
    public string LatestPath => path;

    /// <summary>Path of the previous checkpoint.</summary>
    public string PreviousPath => path + ".previous";

    /// <summary>Adds a checkpoint.</summary>
    /// <exception cref="IOException">It cannot be written, for example because the disk is full; existing checkpoints are kept.</exception>
    public void Write(Checkpoint checkpoint)
    {
        try
        {
            using var file = new WholeFile(path);
            checkpoint.WriteTo(file.Stream);
            file.Stream.Flush(flushToDisk: true); // complete on the disk before the old one moves
            if (File.Exists(path) && !_latestIsDamaged) File.Move(path, PreviousPath, overwrite: true);
            file.Complete();
            _latestIsDamaged = false;
        }
        catch (IOException exception)
        {
            var advice = File.Exists(path) || File.Exists(PreviousPath)
                ? "The checkpoint before is kept: free some space and go on with --resume."
                : "Free some space and begin again.";
            throw new IOException(string.Create(CultureInfo.InvariantCulture,
                $"Checkpoint '{path}' of step {checkpoint.Step}, {checkpoint.State.Values.Sum(values => 4L * values.Length)} bytes of state, "
                + $"cannot be written: {exception.Message} {advice}"), exception);
        }
    }

    /// <summary>Reads the latest undamaged checkpoint; null when none was written.</summary>
    /// <param name="warn">Receives a warning when the latest is damaged and the previous one is used.</param>
    /// <exception cref="InvalidDataException">All existing checkpoints are damaged; the message names them.</exception>
    public Checkpoint? Read(Action<string>? warn = null)
    {
        var problems = new List<string>();
        foreach (var file in new[] { LatestPath, PreviousPath })
        {
            if (!File.Exists(file)) continue;
            try
            {
                var checkpoint = Checkpoint.Read(file);
                if (problems.Count > 0) warn?.Invoke($"{problems[0]} Going on from '{file}', step {checkpoint.Step}.");
                _latestIsDamaged = problems.Count > 0;
                return checkpoint;
            }
            catch (Exception exception) when (exception is InvalidDataException or IOException)
            {
                problems.Add($"Checkpoint {exception.Message}");
            }
        }
        return problems.Count == 0 ? null
            : throw new InvalidDataException($"{string.Join(" ", problems)} No undamaged checkpoint is left: begin without --resume.");
    }

    /// <summary>Reads the latest undamaged checkpoint; null when there is none.</summary>
    public Checkpoint? TryRead()
    {
        try
        {
            return Read();
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    /// <summary>Deletes both.</summary>
    public void Delete()
    {
        File.Delete(LatestPath);
        File.Delete(PreviousPath);
    }
}
