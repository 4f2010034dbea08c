using RobotVision.Data.Labels;
using RobotVision.Detections;
using RobotVision.Imaging;
using RobotVision.Tagging.Frames;
using RobotVision.Tagging.Guesses;
using RobotVision.Tagging.Session;
using RobotVision.Testing;

namespace RobotVision.Tagging.Tests;

/// <summary>A folder of drawn frames, each with a light square with a dark corner on mottled ground.</summary>
sealed class DrawnFrames : IDisposable
{
    public const int Width = 160, Height = 120, Side = 16;

    readonly TemporaryFolder _folder = new();

    /// <summary>Draws frames <c>images/a-0.png</c> and so on, with the left upper corner of each one's square.</summary>
    public DrawnFrames(params IEnumerable<(int X, int Y)> squares)
    {
        Directory.CreateDirectory(_folder["images"]);
        var count = 0;
        foreach (var (x, y) in squares) ImageFile.Write(_folder[$"images/a-{count++}.png"], Draw(x, y, seed: 1).View);
    }

    public string Path => _folder.Path;

    public string this[string name] => _folder[name];

    /// <summary>The text of the label file of a frame; null for none.</summary>
    public string? Labels(int frame) => File.Exists(_folder[$"labels/a-{frame}.txt"]) ? File.ReadAllText(_folder[$"labels/a-{frame}.txt"]) : null;

    public void WriteLabels(int frame, string text) => _folder.Write($"labels/a-{frame}.txt", text);

    public string Write(string name, string text) => _folder.Write(name, text);

    public TagSet Open() => TagInput.Open(Path, ClassSet.BuiltIn);

    public TagSession Start(IGuessSource? source = null) => new(Open(), source);

    /// <summary>The box of a square, as parts of the image.</summary>
    public static Box BoxAt(float x, float y) => new(x / Width, y / Height, (x + Side) / Width, (y + Side) / Height);

    public static BgrImage Draw(int x, int y, int seed)
    {
        var image = new BgrImage(Width, Height);
        for (var row = 0; row < Height; row++)
            for (var column = 0; column < Width; column++)
            {
                var isSquare = column >= x && column < x + Side && row >= y && row < y + Side;
                var isCorner = isSquare && column < x + Side / 2 && row < y + Side / 2;
                var ground = 60 + (column / 10 * 37 + row / 10 * 91 + seed * 53) % 60;
                image.Pixels.AsSpan((row * Width + column) * 3, 3).Fill((byte)(isCorner ? 20 : isSquare ? 250 : ground));
            }

        return image;
    }

    public void Dispose() => _folder.Dispose();
}

/// <summary>Guesses that a test lays down, the same for every image.</summary>
sealed class LaidDownGuesses(params Guess[] guesses) : IGuessSource
{
    public string Name => "laid down";

    public IReadOnlyList<Guess> LookAt(BgrImage image) => guesses;

    public void Dispose()
    {
        // It holds nothing.
    }
}
