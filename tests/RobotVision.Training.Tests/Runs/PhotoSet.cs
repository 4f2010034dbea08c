using RobotVision.Data.Datasets;
using RobotVision.Data.Formats;
using RobotVision.Testing;
using RobotVision.Imaging;
using RobotVision.Training.Recipes;

namespace RobotVision.Training.Tests.Runs;

/// <summary>A data set of six small pictures on disk, each with a ball and a robot, and recipes that train on it quickly; deleted with the test.</summary>
sealed class PhotoSet : IDisposable
{
    const int Side = 48;

    readonly TemporaryFolder _folder = new();

    public PhotoSet(string folder = "photos")
    {
        Yaml = _folder.Write($"{folder}/data.yaml", "train: train\nval: val\nnames: [ball, robot, goalpost]\nunlabelled: [goalpost]\n");
        for (var i = 0; i < 6; i++) Add(i < 4 ? "train" : "val", i);
    }

    public string Yaml { get; }

    public string this[string name] => Path.Combine(_folder.Path, name);

    public string Image(int number) => Path.Combine(Path.GetDirectoryName(Yaml)!, number < 4 ? "train" : "val", $"{number}.png");

    public string Labels(int number) => Path.ChangeExtension(Image(number), ".txt");

    /// <summary>A recipe of a small network, with four steps.</summary>
    public TrainingRecipe Recipe => new()
    {
        Width = 0.25f,
        Cells = 12,
        Training = new() { BatchSize = 2, Steps = 4, Threads = 1, CheckpointEvery = 2, ReportEvery = 1 },
        Data = [new() { Yaml = Yaml }],
        Validation = [new() { Yaml = Yaml, Split = "val" }],
    };

    /// <summary>Adds a picture with a gradient unlike the others.</summary>
    public void Add(string split, int number)
    {
        var image = new BgrImage(Side, Side);
        for (var i = 0; i < image.Pixels.Length; i++) image.Pixels[i] = (byte)(i * (number + 1));
        var path = Path.Combine(Path.GetDirectoryName(Yaml)!, split, $"{number}.png");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        ImageFile.Write(path, image.View);
        File.WriteAllText(Path.ChangeExtension(path, ".txt"), $"0 0.3 0.5 0.2 0.2\n1 0.7 0.5 0.3 0.6\n");
    }

    /// <summary>Opens one of its lists.</summary>
    public ImageDataset Open(string split = "train") => new(DataYaml.Load(Yaml), split);

    public void Dispose() => _folder.Dispose();
}
