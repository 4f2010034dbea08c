using RobotVision.Data.Labels;
using RobotVision.Detections;
using RobotVision.Drawing;
using RobotVision.Evaluation.Frames;
using RobotVision.Imaging;
using RobotVision.Sampling;

namespace RobotVision.Evaluation.Pages;

/// <summary>Draws a frame, or a part of it, with its labels, hits and mistakes.</summary>
public static class FramePicture
{
    /// <summary>Longer side of a picture of a part, in pixels.</summary>
    public const int Side = 264;

    // Longer side of a picture of a whole frame, in pixels: two stand side by side on a wide page.
    const int WholeSide = 544;

    /// <summary>The explanation of the marks for pages that show such pictures.</summary>
    public const string Legend =
        "Solid and coloured: a detection with its confidence; crossed out: a false alarm. "
        + "Dashed and white: a label, thick if it was missed; grey: an ignored label.";

    // The shown part's side in object sizes, chosen to show the surroundings.
    const float Surroundings = 2.5f;

    /// <summary>Draws the surroundings of a box.</summary>
    /// <param name="image">The frame's pixels.</param>
    /// <param name="frame">The labels and detections.</param>
    /// <param name="around">The box, in pixels of the frame.</param>
    /// <param name="thresholds">Detections below are left out, one threshold per class.</param>
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

    /// <summary>Draws the whole frame with its labels.</summary>
    public static BgrImage DrawLabels(BgrImage image, IReadOnlyList<Label> labels, ClassNames classes) => DrawWhole(image, LabelMarks.Of(labels, classes));

    static BgrImage DrawWhole(BgrImage image, IReadOnlyList<Mark> marks) =>
        MarkPainter.PaintPart(image.View, ImageRegion.Whole(image.Width, image.Height), WholeSide, marks);

    static IReadOnlyList<Mark> Marks(FrameResult frame, IReadOnlyList<float> thresholds) => frame.IsPresence ? [] : FrameMarks.Of(frame, thresholds);
}
