using RobotVision.Data.Labels;
using RobotVision.Detections;
using RobotVision.Imaging;
using RobotVision.Tagging.Frames;
using RobotVision.Tagging.Session;
using RobotVision.Tagging.Storage;
using RobotVision.Testing;

namespace RobotVision.Teaching.Tests;

/// <summary>A folder of small drawn frames of which some are tagged, and a recipe that trains on them in seconds.</summary>
sealed class TaughtFrames : IDisposable
{
    const int Side = 48;

    readonly TemporaryFolder _folder = new();

    public TaughtFrames(int frames)
    {
        Directory.CreateDirectory(_folder["images"]);
        for (var i = 0; i < frames; i++)
        {
            var image = new BgrImage(Side, Side);
            for (var p = 0; p < image.Pixels.Length; p++) image.Pixels[p] = (byte)(p * (i + 1));
            ImageFile.Write(_folder[$"images/hall-{i:00}.png"], image.View);
        }

        Recipe = _folder.Write("recipe.yaml", """
            network: grid
            width: 0.25
            cells: 12
            folds: 2
            training: { batch_size: 2, steps: 4, threads: 1, checkpoint_every: 2, report_every: 1 }
            data: [{ yaml: replaced.yaml }]
            """);
        Session = new(TagInput.Open(_folder.Path, ClassSet.Of(ObjectClass.Ball, ObjectClass.Robot)), null);
    }

    public TagSession Session { get; private set; }

    public string Recipe { get; }

    public string this[string name] => _folder[name];

    public TeachOptions Options => new(Recipe, null, this["taught.onnx"], 1) { Steps = 4 };

    /// <summary>Tags frames with a ball each.</summary>
    public void Tag(int first, int count)
    {
        for (var i = first; i < first + count; i++)
            Session.Save(i, Session.Read(i).Version, [new TagObject(0, new(0.2f, 0.4f, 0.5f, 0.7f))], FrameStatus.Done, "a ball");
    }

    /// <summary>Opens the folder again, as the next start of the program does.</summary>
    public void Reopen()
    {
        Session.Dispose();
        Session = new(TagInput.Open(_folder.Path, ClassSet.BuiltIn), null);
    }

    public void Dispose()
    {
        Session.Dispose();
        _folder.Dispose();
    }
}
