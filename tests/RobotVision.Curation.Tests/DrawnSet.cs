using RobotVision.Data.Formats;
using RobotVision.Testing;
using RobotVision.Imaging;

namespace RobotVision.Curation.Tests;

/// <summary>A YOLO data set of drawn images: grey squares by a seed, and a small white square that moves with the frame number.</summary>
sealed class DrawnSet : IDisposable
{
    public const int Width = 160;
    public const int Height = 120;

    readonly TemporaryFolder _folder = new();
    readonly Dictionary<string, List<string>> _lists = [];

    public string Path => _folder.Path;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Adds an image; images of one seed are near duplicates.</summary>
    public void Add(string list, string name, int seed, int frame = 0, string labels = "0 0.5 0.5 0.2 0.2\n")
    {
        Directory.CreateDirectory(File("images"));
        ImageFile.Write(File($"images/{name}.png"), Draw(seed, frame).View);
        _folder.Write($"labels/{name}.txt", labels);
        if (!_lists.TryGetValue(list, out var names)) _lists[list] = names = [];
        names.Add($"images/{name}.png");
    }

    public void List(string list, string entry) => _lists[list].Add(entry);

    public DataYaml Yaml()
    {
        foreach (var (list, names) in _lists) _folder.Write(list + ".txt", string.Join('\n', names) + "\n");
        return DataYaml.Load(_folder.Write("data.yaml", string.Concat(_lists.Keys.Select(list => $"{list}: {list}.txt\n")) + "names: [ball, robot]\n"));
    }

    public DatasetScan Scan() => DatasetScan.Run(Yaml(), [], threads: 2, done: null, CancellationToken.None);

    public static BgrImage Draw(int seed, int frame)
    {
        const int side = 40;
        var image = new BgrImage(Width, Height);
        for (var y = 0; y < Height; y++)
            for (var x = 0; x < Width; x++)
            {
                var isMoving = x >= 20 + frame && x < 28 + frame && y is >= 60 and < 68;
                var level = isMoving ? 255 : new Random(seed * 1000 + y / side * 10 + x / side).Next(220);
                image.Pixels.AsSpan((y * Width + x) * 3, 3).Fill((byte)level);
            }

        return image;
    }

    public void Dispose() => _folder.Dispose();
}
