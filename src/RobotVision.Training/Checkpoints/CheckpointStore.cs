using RobotVision.Files;

namespace RobotVision.Training.Checkpoints;

/// <summary>
/// The checkpoints of one run: the latest, and the one before it in case the latest is damaged. Whenever the process ends, even
/// by SIGKILL or with the machine's power, one whole checkpoint is there once the first was written.
/// </summary>
/// <param name="path">Where the latest lies; the one before stands beside it as <c>PATH.previous</c>.</param>
public sealed class CheckpointStore(string path)
{
    /// <summary>Whether the latest was found damaged, so that it must not take the place of the good one before it.</summary>
    bool _latestIsDamaged;

    /// <summary>Where the latest lies.</summary>
    public string LatestPath => path;

    /// <summary>Where the one before lies.</summary>
    public string PreviousPath => path + ".previous";

    /// <summary>Adds a checkpoint.</summary>
    /// <exception cref="IOException">It cannot be written, for example because the disk is full; those that are there stand.</exception>
    public void Write(Checkpoint checkpoint)
    {
        try
        {
            using var file = new WholeFile(path);
            checkpoint.WriteTo(file.Stream);
            file.Stream.Flush(flushToDisk: true); // whole on the disk before the old one moves
            if (File.Exists(path) && !_latestIsDamaged) File.Move(path, PreviousPath, overwrite: true);
            file.Complete();
            _latestIsDamaged = false;
        }
        catch (IOException exception)
        {
            var stands = File.Exists(path) || File.Exists(PreviousPath) ? "What was written before stands: make room, and go on with --resume." : "Make room, and begin again.";
            throw new IOException(FormattableString.Invariant(
                $"Checkpoint '{path}' of step {checkpoint.Step}, {checkpoint.State.Values.Sum(values => 4L * values.Length)} bytes of state, cannot be written: {exception.Message} {stands}"), exception);
        }
    }

    /// <summary>Reads the latest checkpoint that is whole; null when none was written.</summary>
    /// <param name="warn">Told of a damaged one, and what is done.</param>
    /// <exception cref="InvalidDataException">All that are there are damaged; names them.</exception>
    public Checkpoint? Read(Action<string>? warn = null)
    {
        var problems = new List<string>();
        foreach (var place in new[] { LatestPath, PreviousPath })
        {
            if (!File.Exists(place)) continue;
            try
            {
                var checkpoint = Checkpoint.Read(place);
                if (problems.Count > 0) warn?.Invoke($"{problems[0]} Going on from '{place}', step {checkpoint.Step}.");
                _latestIsDamaged = problems.Count > 0;
                return checkpoint;
            }
            catch (Exception exception) when (exception is InvalidDataException or IOException)
            {
                problems.Add($"Checkpoint {exception.Message}");
            }
        }
        return problems.Count == 0 ? null : throw new InvalidDataException($"{string.Join(" ", problems)} No whole checkpoint is left: begin without --resume.");
    }

    /// <summary>Reads the latest checkpoint that is whole; null when there is none.</summary>
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

    /// <summary>Removes all of them.</summary>
    public void Delete()
    {
        File.Delete(LatestPath);
        File.Delete(PreviousPath);
    }
}
