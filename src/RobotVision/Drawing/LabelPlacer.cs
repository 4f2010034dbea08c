using RobotVision.Detections;

namespace RobotVision.Drawing;

/// <summary>Finds places for labels: inside the picture, not over objects or other labels, as near as possible to the object that they name.</summary>
/// <param name="width">The picture's width in pixels.</param>
/// <param name="height">Its height.</param>
/// <param name="gap">Pixels between an object and its label, at least.</param>
sealed class LabelPlacer(float width, float height, float gap)
{
    /// <summary>How far from its object a label may be, in label heights; chosen by us: a line connects them.</summary>
    const int Farthest = 12;

    /// <summary>The area of an object, in areas of its label, from which the label may be inside it where there is no room around it.</summary>
    const float Large = 8;

    readonly List<Box> _objects = [];
    readonly List<Box> _labels = [];

    /// <summary>Keeps a box free of labels.</summary>
    public void Keep(Box box) => _objects.Add(box);

    /// <summary>Places a label.</summary>
    /// <param name="named">The object that it names, in pixels.</param>
    /// <param name="labelWidth">The label's width.</param>
    /// <param name="labelHeight">Its height.</param>
    /// <returns>Where it is; null when there is no room.</returns>
    public Box? Place(Box named, float labelWidth, float labelHeight)
    {
        var shown = named.Intersect(new(0, 0, width, height));
        for (var step = 0; step <= Farthest; step++)
        {
            foreach (var (x, y) in Around(shown, labelWidth, labelHeight, gap + step * labelHeight))
                if (TryTake(x, y, labelWidth, labelHeight, 0) is { } place) return place;
        }

        if (shown.Area < Large * labelWidth * labelHeight) return null;
        foreach (var (x, y) in Inside(shown, labelWidth, labelHeight))
            if (TryTake(x, y, labelWidth, labelHeight, Large * labelWidth * labelHeight) is { } place) return place;
        return null;
    }

    /// <summary>
    /// Takes a place if it is in the picture and covers no label and no object; objects of at least <paramref name="largeArea"/> may be covered.
    /// </summary>
    Box? TryTake(float x, float y, float labelWidth, float labelHeight, float largeArea)
    {
        var place = new Box(x, y, x + labelWidth, y + labelHeight);
        if (place.X1 < 0 || place.Y1 < 0 || place.X2 > width || place.Y2 > height) return null;
        if (_labels.Any(label => label.Intersect(place) is { Width: > 0, Height: > 0 })) return null;
        if (_objects.Any(box => (largeArea == 0 || box.Area < largeArea) && box.Intersect(place) is { Width: > 0, Height: > 0 })) return null;
        _labels.Add(place);
        return place;
    }

    /// <summary>Places around a box in order of preference: above, below, beside.</summary>
    IEnumerable<(float X, float Y)> Around(Box box, float labelWidth, float labelHeight, float distance)
    {
        float[] columns = [InWidth(box.X1), InWidth(box.X2 - labelWidth), InWidth(box.CenterX - labelWidth / 2)];
        float[] rows = [InHeight(box.Y1), InHeight(box.Y2 - labelHeight), InHeight(box.CenterY - labelHeight / 2)];
        foreach (var x in columns) yield return (x, box.Y1 - distance - labelHeight);
        foreach (var x in columns) yield return (x, box.Y2 + distance);
        foreach (var y in rows) yield return (box.X2 + distance, y);
        foreach (var y in rows) yield return (box.X1 - distance - labelWidth, y);
        foreach (var y in (float[])[box.Y1 - distance - labelHeight, box.Y2 + distance])
            foreach (var x in (float[])[box.X2 + distance, box.X1 - distance - labelWidth]) yield return (x, y);

        float InWidth(float x) => Math.Clamp(x, 0, Math.Max(0, width - labelWidth));
        float InHeight(float y) => Math.Clamp(y, 0, Math.Max(0, height - labelHeight));
    }

    static IEnumerable<(float X, float Y)> Inside(Box box, float labelWidth, float labelHeight)
    {
        for (var y = box.Y1; y + labelHeight <= box.Y2; y += labelHeight)
            foreach (var x in (float[])[box.X1, box.X2 - labelWidth]) yield return (x, y);
    }
}
