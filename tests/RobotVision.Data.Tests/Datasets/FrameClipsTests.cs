using RobotVision.Data.Augmentation;
using RobotVision.Data.Datasets;
using RobotVision.Data.Formats;
using RobotVision.Data.Tests.Augmentation;
using RobotVision.Imaging;
using RobotVision.Sampling;
using RobotVision.Testing;
using RobotVision.Training.Recipes;

namespace RobotVision.Data.Tests.Datasets;

/// <summary>Labelled images of recordings as clips: numbered frames that follow each other.</summary>
public class FrameClipsTests
{
    readonly List<string> _notes = [];
    TemporaryFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new();

    [TearDown]
    public void RemoveFolder()
    {
        _folder.Dispose();
        _notes.Clear();
    }

    /// <summary>Frames without numbers, of two recordings, with a gap and out of order; 9 comes before 10.</summary>
    [Test]
    public void Clips_NumberedImages_AreRunsOfConsecutiveNumbersInTheirOrder()
    {
        Write("b-8", "b-10", "a_0007", "b-9", "a_0002", "hall", "a_0001", "a_0003");
        Assert.That(Clips(Open(10)), Is.EqualTo(new[] { "a_0001 a_0002 a_0003", "a_0007", "b-8 b-9 b-10", "hall" }));
        Assert.That(_notes, Has.One.EndsWith("clips: 2, of 3 to 3 frames, 6 in all; images that stand alone: 2."), string.Join('|', _notes));
    }

    [Test]
    public void Clips_LongRecording_IsCutIntoNearlyEqualOnes()
    {
        Write([.. Enumerable.Range(1, 7).Select(number => $"a{number}")]);
        Assert.That(Clips(Open(3)), Is.EqualTo(new[] { "a1 a2", "a3 a4", "a5 a6 a7" }));
    }

    [Test]
    public void Clips_GapsUpToTheStep_EndNone()
    {
        Write("a0", "a5", "a10", "a20");
        Assert.That(Clips(Open(10, step: 5)), Is.EqualTo(new[] { "a0 a5 a10", "a20" }));
        _notes.Clear();
        Assert.That(Clips(Open(10, step: 4)), Has.Length.EqualTo(4));
        Assert.That(_notes, Has.One.Contains("found none: all 4 stand alone. The nearest two are 5 apart, which 'clip_step: 5' makes a clip."));
    }

    [Test]
    public void Clips_OpenedTwice_TellOnce()
    {
        Write("a1", "a2");
        var notes = new DatasetNotes(_notes.Add);
        Open(10, notes: notes);
        Open(10, notes: notes);
        Assert.That(_notes, Has.Count.EqualTo(1));
    }

    [Test]
    public void Load_Frame_HasATimeInItsClip()
    {
        Write("a1", "a2", "a3", "b1");
        var times = Enumerable.Range(0, 4).Select(i => Open(10).Load(i).Time!.Value).ToArray();
        Assert.That((times[0], times[3]), Is.EqualTo((TimeSpan.Zero, TimeSpan.Zero)));
        Assert.That(times[1], Is.GreaterThan(TimeSpan.Zero));
        Assert.That(times[2], Is.EqualTo(2 * times[1]));
    }

    /// <summary>Not the same as an image that is labelled as one without objects; a clip without any label teaches nothing.</summary>
    [TestCase(DatasetFormat.Yolo)]
    [TestCase(DatasetFormat.Coco)]
    public void Load_ImageWithoutLabels_HasNoLabelledClass(DatasetFormat format)
    {
        Write("a1", "a2", "a3", "a4", "b1", "b2");
        Unlabel(format, "a2", "b1", "b2");
        if (format == DatasetFormat.Yolo) File.WriteAllText(_folder["set/a3.txt"], "");
        else WriteCoco(["a1", "a3", "a4"], ["a1", "a4"]);
        Assert.That(Clips(Open(10)), Is.EqualTo(new[] { "a1 a2 a3 a4" }));
        Assert.That(_notes, Has.One.Contains("images without labels: 1 between others in clips").And.One.Contains("2 left out"));
        var images = Enumerable.Range(0, 4).Select(i => Open(10).Load(i)).ToArray();
        Assert.That(images.Select(image => image.Labels.Count), Is.EqualTo(new[] { 1, 0, 0, 1 }));
        Assert.That(images.Select(image => image.Labelled == default), Is.EqualTo(new[] { false, true, false, false }));
        Assert.That(() => new ImageDataset(DataYaml.Load(_folder["set"]), "train"), Throws.TypeOf<InvalidDataException>().With.Message.Contains("a2.png"));
    }

    [Test]
    public void Open_NoImageWithLabels_IsRefused()
    {
        Write("a1", "a2");
        Unlabel(DatasetFormat.Yolo, "a1", "a2");
        Assert.That(() => Open(10), Throws.TypeOf<InvalidDataException>().With.Message.Contains("found none for 2 of 2"));
    }

    [Test]
    public void Limit_Clips_TakesWholeOnes()
    {
        Write([.. Enumerable.Range(0, 5).SelectMany(clip => Enumerable.Range(1, 3).Select(frame => $"{(char)('a' + clip)}{frame}"))]);
        var source = Source(3) with { Limit = 7 };
        var (some, more) = (Clips(source.Open(1).Dataset), Clips((source with { Limit = 9 }).Open(1).Dataset));
        Assert.That(some, Has.Length.EqualTo(2).And.All.Match("^(.)1 .2 .3$"));
        Assert.That(more, Has.Length.EqualTo(3).And.SupersetOf(some));
        Assert.That(Clips((source with { Limit = 15 }).Open(2).Dataset), Has.Length.EqualTo(5));
    }

    /// <summary>As when a part of the frames is held out.</summary>
    [Test]
    public void Subset_FrameLeftOut_EndsTheClip()
    {
        Write("a1", "a2", "a3", "a4", "b1");
        Assert.That(Clips(new SubsetDataset(Open(10), [0, 1, 3, 4])), Is.EqualTo(new[] { "a1 a2", "a4", "b1" }));
    }

    /// <summary>A crop, mirroring, rotation and light a clip: what does not move in the frames does not move in the samples.</summary>
    [Test]
    public void Draw_StillFrames_GiveTheSameSampleAndOtherDrawsAnother()
    {
        Write("a1", "a2", "a3", "b1");
        for (var i = 1; i <= 3; i++) File.Copy(_folder["set/b1.png"], _folder[$"set/a{i}.png"], overwrite: true);
        var options = new AugmentationOptions { BlurChance = 0, NoiseChance = 0, CutOutChance = 0, MosaicChance = 0, BackgroundChance = 0 };
        var (mixer, again) = (new SampleMixer([new(Open(10), 1)], options, 7), new SampleMixer([new(Open(10), 1)], options, 7));
        for (var clip = 0; clip < 10; clip++)
        {
            var first = Draw(mixer, clip, 0);
            Assert.That(Draw(mixer, clip, 1), Is.EqualTo(first));
            Assert.That(Draw(mixer, clip, 2), Is.EqualTo(first));
            Assert.That(Draw(again, clip, 2), Is.EqualTo(first), "by the seed alone, in any order");
            Assert.That(Draw(mixer, clip + 10, 0), Is.Not.EqualTo(first));
        }
    }

    [Test]
    public void Draw_Clips_GivesFramesThatFollowEachOtherAndTheLastOneOfAShortClipAgain()
    {
        Write("a1", "a2", "a3", "a4", "a5", "b1", "b2", "hall");
        var mixer = new SampleMixer([new(Open(10), 1)], new AugmentationOptions { MosaicChance = 0 }, 7);
        var seen = Enumerable.Range(0, 80).Select(clip => string.Join(' ', Enumerable.Range(0, 3).Select(frame => Name(mixer, clip, frame)))).ToArray();
        Assert.That(seen.Distinct(), Is.EquivalentTo(new[] { "a1 a2 a3", "a2 a3 a4", "a3 a4 a5", "b1 b2 b2", "hall hall hall" }));
        Assert.That(seen.Count(names => names[0] == 'a'), Is.EqualTo(50).Within(15), "every image is as likely as the others: five of eight");
    }

    [TestCase("{ yaml: set/data.yaml, clip_frames: 1 }", "data.0.clip_frames: expected 2..100, found 1")]
    [TestCase("{ yaml: set/data.yaml, clip_frames: many }", "data.0.clip_frames: expected a whole number, found 'many'")]
    [TestCase("{ yaml: set/data.yaml, clip_frames: 8, clip_step: 0 }", "data.0.clip_step: expected 1 or more, found 0")]
    [TestCase("{ yaml: set/data.yaml, clip_step: 2 }", "data.0.clip_step: expected 'clip_frames' beside it")]
    [TestCase("{ yaml: set/data.yaml, clip_frames: 8, limit: 7 }", "data.0.limit: expected the 8 frames of a clip or more")]
    [TestCase("{ synthetic: { count: 8 }, clip_frames: 4 }", "data.0.clip_frames: expected it with 'yaml'")]
    public void Recipe_ClipsThatCannotBe_AreRefused(string source, string message) => Assert.That(
        () => TrainingRecipe.Load(_folder.Write("recipe.yaml", $"data: [{source}]\nvalidation: [{{ synthetic: {{ count: 4 }} }}]\n")),
        Throws.TypeOf<InvalidDataException>().With.Message.Contains(message));

    static string[] Clips(IDataset dataset) =>
    [
        .. Enumerable.Range(0, dataset.Clips!.Count).Select(clip => dataset.Clips[clip]).Select(clip => string.Join(' ',
            Enumerable.Range(clip.Start, clip.Length).Select(i => Path.GetFileNameWithoutExtension(dataset.Load(i).Name)))),
    ];

    static float[] Draw(SampleMixer mixer, int clip, int frame)
    {
        var sample = new float[SampleFormat.Length];
        mixer.Draw(5, clip, new ClipPlace(frame, 3), sample);
        return sample;
    }

    static string Name(SampleMixer mixer, int clip, int frame) =>
        Path.GetFileNameWithoutExtension(mixer.Draw(5, clip, new ClipPlace(frame, 3), new float[SampleFormat.Length]).Name);

    DataSource Source(int length, int? step = null) => new() { Yaml = _folder["set"], ClipFrames = length, ClipStep = step };

    IDataset Open(int length, int? step = null, DatasetNotes? notes = null) => Source(length, step).Open(notes: notes ?? new(_notes.Add)).Dataset;

    /// <summary>Writes images of a bright ball, each elsewhere, and a list in this order.</summary>
    void Write(params string[] names)
    {
        Directory.CreateDirectory(_folder["set"]);
        foreach (var (name, i) in names.Select((name, i) => (name, i)))
        {
            ImageFile.Write(_folder[$"set/{name}.png"], BrightSquare.Image(new(5 + 4 * i, 10, 15 + 4 * i, 20), 64, 48).Image.View);
            File.WriteAllText(_folder[$"set/{name}.txt"], "0 0.5 0.5 0.2 0.2\n");
        }

        File.WriteAllLines(_folder["set/train.txt"], names.Select(name => $"{name}.png"));
        File.WriteAllText(_folder["set/data.yaml"], "train: train.txt\nnames: [ball]\n");
    }

    void Unlabel(DatasetFormat format, params string[] names)
    {
        if (format == DatasetFormat.Coco)
        {
            var left = File.ReadAllLines(_folder["set/train.txt"]).Select(Path.GetFileNameWithoutExtension).OfType<string>().Except(names).ToArray();
            WriteCoco(left, left);
        }

        foreach (var name in names) File.Delete(_folder[$"set/{name}.txt"]);
    }

    /// <summary>Writes annotations of some images, of some of them with a ball.</summary>
    void WriteCoco(string[] images, string[] balls)
    {
        var listed = images.Select((name, i) => $$"""{"id": {{i}}, "file_name": "{{name}}.png", "width": 64, "height": 48}""");
        var objects = balls.Select(name => $$"""{"image_id": {{Array.IndexOf(images, name)}}, "category_id": 1, "bbox": [5, 5, 9, 9], "iscrowd": 0}""");
        File.WriteAllText(_folder["set/coco.json"], $$"""
            {"images": [{{string.Join(", ", listed)}}], "categories": [{"id": 1, "name": "ball"}], "annotations": [{{string.Join(", ", objects)}}]}
            """);
        File.WriteAllText(_folder["set/data.yaml"], "train: train.txt\nnames: [ball]\nformat: coco\nannotations: coco.json\n");
    }
}
