using RobotVision.Mcap;

namespace RobotVision.Recording;

/// <summary>What a recording of <see cref="FrameRecorder"/> says of its run.</summary>
/// <param name="Path">The file.</param>
/// <param name="Cameras">What decided the results, of each camera; one at least.</param>
public sealed record RecordedRun(string Path, IReadOnlyList<RunSettings> Cameras)
{
    /// <summary>What all cameras have in common, such as the model; of a run of one camera all that decided its results.</summary>
    public RunSettings Settings => Cameras[0];

    /// <summary>Opens a recording; null for any other input, another program's recording too.</summary>
    /// <param name="input">A file.</param>
    /// <exception cref="InvalidDataException">It is one of a version that cannot be read, or damaged at its beginning.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static RecordedRun? TryOpen(string input)
    {
        if (!Capture.McapSource.IsMcap(input) || !File.Exists(input)) return null;
        using var reader = new McapReader(input);
        var cameras = new List<IReadOnlyDictionary<string, string>>();
        var attachments = new Dictionary<string, byte[]>();
        while (reader.TryRead(out var record) && record is not (McapChannel or McapMessage or McapDataEnd))
        {
            if (record is McapMetadata { Name: RunSettings.MetadataName } metadata) cameras.Add(metadata.Values);
            if (record is McapAttachment attachment) attachments[attachment.Name] = attachment.Data;
        }

        if (cameras.Count == 0) return null;
        try
        {
            return new(input, [.. cameras.Select(values => RunSettings.Of(values, attachments))]);
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException(
                $"Recording '{input}': {exception.Message}. Read its pictures alone: '{input}#{RecordingWriter.CameraTopic}'.", exception);
        }
    }
}
