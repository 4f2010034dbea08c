namespace RobotVision.Data.Datasets;

/// <summary>Which images of a data set follow each other in time: its images in clips, one after the other, each of one frame or more. Immutable.</summary>
public sealed class ClipList
{
    readonly int[] _starts;
    readonly int _images;

    ClipList(int[] starts, int images) => (_starts, _images) = (starts, images);

    /// <summary>The number of clips.</summary>
    public int Count => _starts.Length;

    /// <summary>Clips of equal length; the last one may be shorter.</summary>
    /// <param name="images">Images of the data set.</param>
    /// <param name="length">Frames of a clip, at least 1.</param>
    public static ClipList OfLength(int images, int length) => Where(images, i => i % length == 0);

    /// <summary>Clips that begin where it is said.</summary>
    /// <param name="images">Images of the data set.</param>
    /// <param name="begins">Whether a clip begins with an image; the first image begins one anyway.</param>
    public static ClipList Where(int images, Func<int, bool> begins) =>
        new([.. Enumerable.Range(0, images).Where(i => i == 0 || begins(i))], images);

    /// <summary>A clip by its number, from 0.</summary>
    public (int Start, int Length) this[int clip] => (_starts[clip], (clip + 1 < Count ? _starts[clip + 1] : _images) - _starts[clip]);

    /// <summary>The number of the clip that an image is a frame of.</summary>
    /// <param name="image">The image's index.</param>
    public int Of(int image)
    {
        var place = Array.BinarySearch(_starts, image);
        return place >= 0 ? place : ~place - 1; // the complement is the place of the next clip
    }

    /// <summary>Whether a clip begins with an image.</summary>
    /// <param name="image">The image's index.</param>
    public bool IsFirst(int image) => Array.BinarySearch(_starts, image) >= 0;

    /// <summary>The clips of some of the images: a clip ends where the next image of its data set is not the next chosen one.</summary>
    /// <param name="chosen">Indices of images, in the order of the choice.</param>
    public ClipList Only(IReadOnlyList<int> chosen) => Where(chosen.Count, i => chosen[i] != chosen[i - 1] + 1 || IsFirst(chosen[i]));
}
