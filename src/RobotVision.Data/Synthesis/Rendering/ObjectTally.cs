using RobotVision.Detections;

namespace RobotVision.Data.Synthesis.Rendering;

/// <summary>Counts the visible pixels of each object and those it would have without occlusion, with the boxes around both.</summary>
sealed class ObjectTally(int objects)
{
    readonly Entry[] _visible = new Entry[objects];
    readonly Entry[] _whole = new Entry[objects];
    readonly int[] _lastPixel = new int[objects];

    /// <summary>Whether an object has been counted at a pixel.</summary>
    public bool IsCounted(int owner, int pixel) => _lastPixel[owner] == pixel + 1;

    /// <summary>Counts a pixel that shows the object or something in front of it.</summary>
    public void CountWhole(int owner, int pixel, int x, int y)
    {
        _lastPixel[owner] = pixel + 1;
        _whole[owner].Add(x, y);
    }

    /// <summary>Counts a pixel that shows the object.</summary>
    public void CountVisible(int owner, int x, int y) => _visible[owner].Add(x, y);

    /// <summary>The visible fraction of the object's part inside the image, 0..1; 0 if none of it is inside.</summary>
    public float VisibleFraction(int owner) => _whole[owner].Count == 0 ? 0 : (float)_visible[owner].Count / _whole[owner].Count;

    /// <summary>The box around the visible pixels; empty if there are none.</summary>
    public Box VisibleBox(int owner) => _visible[owner].Box;

    /// <summary>The box around the pixels without occlusion.</summary>
    public Box WholeBox(int owner) => _whole[owner].Box;

    struct Entry
    {
        int _left, _top, _right, _bottom;

        public int Count { get; private set; }

        public readonly Box Box => new(_left, _top, _right, _bottom);

        public void Add(int x, int y)
        {
            if (Count++ == 0) (_left, _top, _right, _bottom) = (x, y, x + 1, y + 1);
            else (_left, _top, _right, _bottom) = (Math.Min(_left, x), Math.Min(_top, y), Math.Max(_right, x + 1), Math.Max(_bottom, y + 1));
        }
    }
}
