namespace RobotVision.Evaluation.Frames;

/// <summary>What one model found in one data set, with what is really there: all that evaluating and comparing need.</summary>
/// <param name="Model">The model's file name.</param>
/// <param name="Data">The data set's name, without folders.</param>
/// <param name="CloseUps">Close-ups of each frame.</param>
/// <param name="Thresholds">From which confidence a detection counts, one a class in the order of the classes.</param>
/// <param name="Frames">The frames in the order of the data set.</param>
public sealed record PredictionSet(string Model, string Data, int CloseUps, IReadOnlyList<float> Thresholds, IReadOnlyList<FrameResult> Frames)
{
    /// <summary>Gathers the results of a run; the folder that all names share is taken off them, since it is another one on each machine.</summary>
    /// <param name="model">The model's file.</param>
    /// <param name="data">The data set's name.</param>
    /// <param name="closeUps">Close-ups of each frame.</param>
    /// <param name="thresholds">The thresholds, one a class.</param>
    /// <param name="frames">The results.</param>
    public static PredictionSet Of(string model, string data, int closeUps, IReadOnlyList<float> thresholds, IReadOnlyList<FrameResult> frames)
    {
        var shared = SharedFolder([.. frames.Select(frame => frame.Name)]);
        return new(Path.GetFileName(model), Path.GetFileName(data), closeUps, thresholds, [.. frames.Select(frame => frame with { Name = frame.Name[shared..] })]);
    }

    static int SharedFolder(string[] names)
    {
        if (names.Length == 0) return 0;
        var shared = names[0].LastIndexOf(Path.DirectorySeparatorChar) + 1;
        foreach (var name in names)
            while (shared > 0 && string.CompareOrdinal(name, 0, names[0], 0, shared) != 0)
                shared = shared > 1 ? names[0].LastIndexOf(Path.DirectorySeparatorChar, shared - 2) + 1 : 0;
        return shared;
    }
}
