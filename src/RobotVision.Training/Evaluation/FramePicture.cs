using RobotVision.Detection;
using RobotVision.Imaging;
using RobotVision.Publishing;

namespace RobotVision.Training.Evaluation;

/// <summary>Draws a part of a frame with truth (white; grey: to ignore) and what was found (the colour of its class, with its confidence).</summary>
public static class FramePicture
{
    /// <summary>Pixels of a picture's longer side, about.</summary>
    public const int Side = 224;

    /// <summary>What of the frame is shown around an object: this many times its size, chosen by us to show what it stands in.</summary>
    const float Surroundings = 2.5f;

    /// <summary>Draws the surroundings of a box.</summary>
    /// <param name="image">The frame's pixels.</param>
    /// <param name="frame">What is in it and what was found.</param>
    /// <param name="around">The box, in pixels of the frame.</param>
    /// <param name="thresholds">Detections below are left out, one threshold a class.</param>
    /// <param name="longest">The longer side of the picture in pixels, at most.</param>
    public static BgrImage Draw(BgrImage image, FrameResult frame, Box around, IReadOnlyList<float> thresholds, int longest = Side)
    {
        var side = Math.Max(Math.Max(around.Width, around.Height) * Surroundings, image.Width / 8f);
        var (width, height) = ((int)Math.Min(side, image.Width), (int)Math.Min(side, image.Height));
        var left = Math.Clamp((int)(around.CenterX - width / 2f), 0, image.Width - width);
        var top = Math.Clamp((int)(around.CenterY - height / 2f), 0, image.Height - height);
        return Draw(image, frame, left, top, width, height, thresholds, longest);
    }

    /// <summary>Draws the whole frame.</summary>
    /// <inheritdoc cref="Draw(BgrImage, FrameResult, Box, IReadOnlyList{float}, int)"/>
    public static BgrImage DrawWhole(BgrImage image, FrameResult frame, IReadOnlyList<float> thresholds) =>
        Draw(image, frame, 0, 0, image.Width, image.Height, thresholds, 2 * Side);

    static BgrImage Draw(BgrImage image, FrameResult frame, int left, int top, int width, int height, IReadOnlyList<float> thresholds, int side)
    {
        var longer = Math.Max(width, height);
        // Whole factors alone: small crops are enlarged pixel by pixel, large ones show the mean of small squares.
        var (enlarge, shrink) = longer < side ? (Math.Max(1, side / longer), 1) : (1, (longer + side - 1) / side);
        var picture = Crop(image, left, top, width / shrink * shrink, height / shrink * shrink, shrink, enlarge);
        Box Place(Box box) => Scale(box, left, top, (float)enlarge / shrink).Intersect(new(0, 0, picture.Width - 1, picture.Height - 1));
        if (!frame.IsPresence)
        {
            foreach (var label in frame.Labels)
                Outline(picture, Place(label.Box), label.Ignore ? (byte)128 : (byte)255);
        }

        var found = frame.Detections.Where(detection => detection.Confidence >= thresholds[(int)detection.Class] && !frame.IsPresence)
            .Select(detection => detection with { Box = Place(detection.Box) }).Where(detection => detection.Box.Area > 0).ToArray();
        return DetectionPainter.Paint(picture.View, found);
    }

    static Box Scale(Box box, int left, int top, float factor) =>
        new((box.X1 - left) * factor, (box.Y1 - top) * factor, (box.X2 - left) * factor, (box.Y2 - top) * factor);

    static BgrImage Crop(BgrImage image, int left, int top, int width, int height, int shrink, int enlarge)
    {
        var picture = new BgrImage(width / shrink * enlarge, height / shrink * enlarge);
        for (var y = 0; y < picture.Height; y++)
            for (var x = 0; x < picture.Width; x++)
                for (var c = 0; c < 3; c++)
                {
                    var (firstX, firstY) = (left + x / enlarge * shrink, top + y / enlarge * shrink);
                    var sum = 0;
                    for (var j = 0; j < shrink; j++)
                        for (var i = 0; i < shrink; i++) sum += image.Pixels[((firstY + j) * image.Width + firstX + i) * 3 + c];
                    picture.Pixels[(y * picture.Width + x) * 3 + c] = (byte)(sum / (shrink * shrink));
                }

        return picture;
    }

    static void Outline(BgrImage picture, Box box, byte level)
    {
        if (!(box.Width >= 0 && box.Height >= 0)) return;
        var (left, top, right, bottom) = ((int)box.X1, (int)box.Y1, (int)box.X2, (int)box.Y2);
        void Set(int x, int y) => picture.Pixels.AsSpan((y * picture.Width + x) * 3, 3).Fill(level);
        for (var x = left; x <= right; x++)
        {
            Set(x, top);
            Set(x, bottom);
        }

        for (var y = top; y <= bottom; y++)
        {
            Set(left, y);
            Set(right, y);
        }
    }
}
