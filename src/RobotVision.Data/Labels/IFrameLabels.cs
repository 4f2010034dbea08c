namespace RobotVision.Data.Labels;

/// <summary>The labels of the frames of a video or an image folder, to score a replay of it.</summary>
public interface IFrameLabels
{
    /// <summary>How many frames there are labels for, as far as can be told without reading all of them.</summary>
    int Count { get; }

    /// <summary>The labels of one frame, boxes in pixels of the frame.</summary>
    /// <param name="frame">The frame's number in its source, from 0.</param>
    /// <param name="source">The source's name; for an image folder that of the frame's file.</param>
    /// <param name="width">Width of the frame in pixels.</param>
    /// <param name="height">Height of the frame in pixels.</param>
    /// <returns>Null when the frame is not annotated and takes no part; without labels when it is and shows nothing.</returns>
    /// <exception cref="InvalidDataException">The labels cannot be used or belong to frames of another size.</exception>
    ImageLabels? Find(long frame, string source, int width, int height);
}
