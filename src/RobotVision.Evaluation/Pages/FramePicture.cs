using RobotVision.Data.Labels;
using RobotVision.Detections;
using RobotVision.Drawing;
using RobotVision.Evaluation.Frames;
using RobotVision.Imaging;
using RobotVision.Sampling;

namespace RobotVision.Evaluation.Pages;

/// <summary>Draws a frame, or a part of it, with what is there and what was found, right or wrong.</summary>
public static class FramePicture
{
    /// <summary>Pixels of a part's longer side.</summary>
    public const int Side = 264;

    /// <summary>Pixels of a whole frame's longer side.</summary>
    const int WholeSide = 560;

    /// <summary>How the lines are to be read, in a sentence for the pages that show such pictures.</summary>
    public const string Legend = "Solid and coloured: found, with its confidence; crossed out: a false alarm. Dashed and white: labelled, thick where it was missed; grey: neither right nor wrong to find.";

    /// <summary>How much of the frame is shown around an object: this many times its size, chosen by us to show what it stands in.</summary>
    const float Surroundings = 2.5f;

    /// <summary>Draws the surroundings of a box.</summary>
    /// <param name="image">The frame's pixels.</param>
    /// <param name="frame">What is in it and what was found.</param>
    /// <param name="around">The box, in pixels of the frame.</param>
    /// <param name="thresholds">Detections below are left out, one threshold a class.</param>
    /// <param name="longest">The longer side of the picture in pixels.</param>
    public static BgrImage Draw(BgrImage image, FrameResult frame, Box around, IReadOnlyList<float> thresholds, int longest = Side)
    {
        var side = Math.Max(Math.Max(around.Width, around.Height) * Surroundings, image.Width / 8f);
        var (width, height) = ((int)Math.Min(side, image.Width), (int)Math.Min(side, image.Height));
        var left = Math.Clamp((int)(around.CenterX - width / 2f), 0, image.Width - width);
        var top = Math.Clamp((int)(around.CenterY - height / 2f), 0, image.Height - height);
        return MarkPainter.PaintPart(image.View, new(left, top, width, height), longest, Marks(frame, thresholds));
    }

    /// <summary>Draws the whole frame.</summary>
    /// <inheritdoc cref="Draw(BgrImage, FrameResult, Box, IReadOnlyList{float}, int)"/>
    public static BgrImage DrawWhole(BgrImage image, FrameResult frame, IReadOnlyList<float> thresholds) =>
        DrawWhole(image, Marks(frame, thresholds));

    /// <summary>Draws the whole frame with what is labelled there.</summary>
    public static BgrImage DrawLabels(BgrImage image, IReadOnlyList<Label> labels) => DrawWhole(image, LabelMarks.Of(labels));

    static BgrImage DrawWhole(BgrImage image, IReadOnlyList<Mark> marks) =>
        MarkPainter.PaintPart(image.View, ImageRegion.Whole(image.Width, image.Height), WholeSide, marks);

    static IReadOnlyList<Mark> Marks(FrameResult frame, IReadOnlyList<float> thresholds) => frame.IsPresence ? [] : FrameMarks.Of(frame, thresholds);
}
