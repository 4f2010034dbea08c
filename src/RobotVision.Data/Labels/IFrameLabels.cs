using RobotVision.Detections;

namespace RobotVision.Data.Labels;

/// <summary>The labels of the frames of a video or an image folder, for scoring a replay.</summary>
public interface IFrameLabels
{
    /// <summary>The number of labelled frames, as far as known without reading all labels.</summary>
    int Count { get; }

    /// <summary>The numbers of the labelled frames of a video; null where the labels are of images with names.</summary>
    IReadOnlyCollection<long>? Frames => null;

    /// <summary>The classes of the labels.</summary>
    ClassNames Classes => ClassNames.BuiltIn;

    /// <summary>The labels of one frame, boxes in pixels of the frame.</summary>
    /// <param name="frame">The frame's number in its source, from 0.</param>
    /// <param name="source">The source's name; in an image folder the file name of the frame.</param>
    /// <param name="width">Width of the frame in pixels.</param>
    /// <param name="height">Height of the frame in pixels.</param>
    /// <returns>Null if the frame is not annotated; an empty list if it is annotated and shows no object.</returns>
    /// <exception cref="InvalidDataException">The labels are damaged or belong to frames of another size.</exception>
    ImageLabels? Find(long frame, string source, int width, int height);
}
