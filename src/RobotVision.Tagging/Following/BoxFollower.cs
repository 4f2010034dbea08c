using OpenCvSharp;
using RobotVision.Detections;
using RobotVision.Imaging;
using RobotVision.Tagging.Frames;
using RobotVision.Tagging.Guesses;

namespace RobotVision.Tagging.Following;

/// <summary>
/// Carries a box through frames in order: to the model's detection where there is one near the place that is expected, else to where the picture looks most
/// like the last one. Boxes are parts of the image. One thread at a time.
/// </summary>
sealed class BoxFollower : IDisposable
{
    /// <summary>Smallest correlation at which the picture counts as the same object; chosen by us on rendered matches.</summary>
    const double SameLook = 0.55;

    /// <summary>Smallest ratio of the contrasts of place and object: the correlation alone sees shapes in the faintest ground.</summary>
    const double SameContrast = 0.4;

    /// <summary>How far an object moves at most between two frames, in sizes of its box, besides its usual motion.</summary>
    const float Reach = 1.0f;

    /// <summary>Smallest overlap of a detection with the place that the picture gives; smaller objects jump farther, so that is low.</summary>
    const float SameObject = 0.25f;

    /// <summary>The share of a detection's size that is taken over in each frame: sizes of detections vary more than those of objects.</summary>
    const float SizeShare = 0.3f;

    /// <summary>Sides of the pattern in pixels: smaller ones look like everything, larger ones take long.</summary>
    const int LeastSide = 12, MostSide = 64;

    readonly FrameLooks _looks;
    readonly ObjectClass? _class;
    Mat _pattern;
    Box _box;
    float _right, _down; // motion from frame to frame

    /// <summary>Begins with a box that a person placed.</summary>
    public BoxFollower(FrameLooks looks, TagFrame frame, Box box, ObjectClass? known)
    {
        (_looks, _class, _box) = (looks, known, box);
        using var image = ReadGrey(frame);
        _pattern = Cut(image, box, ScaleFor(image, box));
    }

    /// <summary>Finds the object in the next frame; null where it is not to be seen.</summary>
    /// <exception cref="InvalidDataException">The frame cannot be read.</exception>
    public Box? Step(TagFrame frame)
    {
        using var image = ReadGrey(frame);
        var expected = Inside(_box.Moved(_right, _down));
        var (seen, correlation) = Match(image, expected);
        var detected = Detected(frame.Index, correlation >= SameLook ? seen : expected);
        if (detected is null && correlation < SameLook) return null;
        var found = detected is { } box ? Blend(seen, box, correlation >= SameLook) : seen;
        found = Inside(found);
        (_right, _down) = (found.CenterX - _box.CenterX, found.CenterY - _box.CenterY);
        _box = found;
        _pattern.Dispose();
        _pattern = Cut(image, found, ScaleFor(image, found));
        return found;
    }

    /// <inheritdoc/>
    public void Dispose() => _pattern.Dispose();

    /// <summary>The centre of the detection, or between both where the picture agrees; the size changes slowly.</summary>
    Box Blend(Box seen, Box detected, bool hasSeen)
    {
        var (width, height) = (_box.Width + SizeShare * (detected.Width - _box.Width), _box.Height + SizeShare * (detected.Height - _box.Height));
        return hasSeen
            ? Box.FromCenter((seen.CenterX + detected.CenterX) / 2, (seen.CenterY + detected.CenterY) / 2, width, height)
            : Box.FromCenter(detected.CenterX, detected.CenterY, width, height);
    }

    Box? Detected(int index, Box near)
    {
        if (_class is not { } known) return null;
        Box? best = null;
        foreach (var guess in _looks.LookAt(index).Guesses ?? [])
            if (guess.Class == known && guess.Box.Overlap(near) > (best?.Overlap(near) ?? SameObject)) best = guess.Box;
        return best;
    }

    /// <summary>Where in the neighbourhood the picture looks most like the pattern, and how much: the normalised correlation, -1..1.</summary>
    (Box Box, double Correlation) Match(Mat image, Box expected)
    {
        var (across, down) = ((1 + 2 * Reach) * expected.Width, (1 + 2 * Reach) * expected.Height);
        var area = Inside(Box.FromCenter(expected.CenterX, expected.CenterY, across, down));
        var scale = ScaleFor(image, expected);
        using var neighbourhood = Cut(image, area, scale);
        if (neighbourhood.Cols < _pattern.Cols || neighbourhood.Rows < _pattern.Rows) return (expected, -1);
        using var result = new Mat();
        Cv2.MatchTemplate(neighbourhood, _pattern, result, TemplateMatchModes.CCoeffNormed);
        Cv2.MinMaxLoc(result, out _, out var correlation, out _, out var at);
        using var place = neighbourhood.SubMat(new Rect(at, _pattern.Size()));
        var (here, before) = (Contrast(place), Contrast(_pattern));
        if (Math.Min(here, before) < SameContrast * Math.Max(here, before)) correlation = -1;
        var (left, top) = (area.X1 + at.X / scale / image.Cols, area.Y1 + at.Y / scale / image.Rows);
        return (new(left, top, left + _box.Width, top + _box.Height), double.IsFinite(correlation) ? correlation : -1);
    }

    /// <summary>The standard deviation of the levels.</summary>
    static double Contrast(Mat image)
    {
        Cv2.MeanStdDev(image, out _, out var deviation);
        return deviation.Val0;
    }

    /// <summary>From pixels of the image to those of the pattern.</summary>
    static float ScaleFor(Mat image, Box box)
    {
        var side = MathF.Max(box.Width * image.Cols, box.Height * image.Rows);
        return side > MostSide ? MostSide / side : side < LeastSide ? LeastSide / side : 1;
    }

    static Mat Cut(Mat image, Box box, float scale)
    {
        var (x, y) = ((int)(box.X1 * image.Cols), (int)(box.Y1 * image.Rows));
        var (width, height) = (Math.Max(2, (int)MathF.Round(box.Width * image.Cols)), Math.Max(2, (int)MathF.Round(box.Height * image.Rows)));
        x = Math.Clamp(x, 0, Math.Max(0, image.Cols - width));
        y = Math.Clamp(y, 0, Math.Max(0, image.Rows - height));
        using var part = image.SubMat(new Rect(x, y, Math.Min(width, image.Cols - x), Math.Min(height, image.Rows - y)));
        var cut = new Mat();
        Cv2.Resize(part, cut, new Size(Math.Max(2, (int)(part.Cols * scale)), Math.Max(2, (int)(part.Rows * scale))), 0, 0, InterpolationFlags.Area);
        return cut;
    }

    static unsafe Mat ReadGrey(TagFrame frame)
    {
        frame.CheckImage();
        var image = ImageFile.Read(frame.Image);
        fixed (byte* pixels = image.Pixels)
        {
            using var picture = Mat.FromPixelData(image.Height, image.Width, MatType.CV_8UC3, (IntPtr)pixels, image.Width * 3);
            var grey = new Mat();
            Cv2.CvtColor(picture, grey, ColorConversionCodes.BGR2GRAY);
            return grey;
        }
    }

    /// <summary>The box moved into the image; its size stays where it fits.</summary>
    static Box Inside(Box box)
    {
        var (width, height) = (MathF.Min(box.Width, 1), MathF.Min(box.Height, 1));
        var (x, y) = (Math.Clamp(box.CenterX, width / 2, 1 - width / 2), Math.Clamp(box.CenterY, height / 2, 1 - height / 2));
        return Box.FromCenter(x, y, width, height).Intersect(new(0, 0, 1, 1));
    }
}
