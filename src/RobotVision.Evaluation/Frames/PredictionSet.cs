using RobotVision.Data.Labels;
using RobotVision.Detections;

namespace RobotVision.Evaluation.Frames;

/// <summary>The detections of one model on one data set, with the labels: the input of evaluation and comparison.</summary>
/// <param name="Model">The model's file name.</param>
/// <param name="Data">The data set's name, without folders.</param>
/// <param name="CloseUps">Close-ups per frame.</param>
/// <param name="Thresholds">The confidence from which a detection counts, one per class in the order of the classes.</param>
/// <param name="Frames">The frames in the order of the data set.</param>
public sealed record PredictionSet(string Model, string Data, int CloseUps, IReadOnlyList<float> Thresholds, IReadOnlyList<FrameResult> Frames)
{
    /// <summary>The classes of thresholds, labels and detections.</summary>
    public ClassNames Classes { get; init; } = ClassNames.BuiltIn;

    /// <summary>The set with the numbers of other classes, which have all of its own.</summary>
    internal PredictionSet In(ClassNames classes)
    {
        var labels = new ClassRenumbering(Classes, classes);
        ObjectClass Number(ObjectClass before) => classes.TryParse(Classes[before], out var now) ? now : before;
        var thresholds = Enumerable.Repeat(Detections.Thresholds.Off, classes.Count).ToArray();
        foreach (var one in Classes.Classes) thresholds[(int)Number(one)] = Thresholds[(int)one];
        return this with
        {
            Classes = classes,
            Thresholds = thresholds,
            Frames =
            [
                .. Frames.Select(frame => frame with
                {
                    Classes = classes,
                    Labels = labels.Of(frame.Labels),
                    Labelled = labels.Of(frame.Labelled),
                    Feet = labels.Of(frame.Feet),
                    Detections = [.. frame.Detections.Select(found => found with { Class = Number(found.Class) })],
                }),
            ],
        };
    }

    /// <summary>Creates a set from the results of a run; the folder that all names share is removed, because it differs between machines.</summary>
    /// <param name="model">The model's file.</param>
    /// <param name="data">The data set's name.</param>
    /// <param name="closeUps">Close-ups per frame.</param>
    /// <param name="thresholds">The thresholds, one per class.</param>
    /// <param name="frames">The results.</param>
    public static PredictionSet Of(string model, string data, int closeUps, IReadOnlyList<float> thresholds, IReadOnlyList<FrameResult> frames)
    {
        var shared = SharedFolderLength([.. frames.Select(frame => frame.Name)]);
        var renamed = frames.Select(frame => frame with { Name = frame.Name[shared..] });
        return new(Path.GetFileName(model), Path.GetFileName(data), closeUps, thresholds, [.. renamed])
        {
            Classes = frames.Count > 0 ? frames[0].Classes : ClassNames.BuiltIn,
        };
    }

    static int SharedFolderLength(string[] names)
    {
        if (names.Length == 0) return 0;
        var shared = names[0].LastIndexOf(Path.DirectorySeparatorChar) + 1;
        foreach (var name in names)
            while (shared > 0 && string.CompareOrdinal(name, 0, names[0], 0, shared) != 0)
                shared = shared > 1 ? names[0].LastIndexOf(Path.DirectorySeparatorChar, shared - 2) + 1 : 0;
        return shared;
    }
}
