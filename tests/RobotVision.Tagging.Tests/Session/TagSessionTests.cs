using RobotVision.Detections;
using RobotVision.Imaging;
using RobotVision.Tagging.Guesses;
using RobotVision.Tagging.Session;
using RobotVision.Tagging.Storage;

namespace RobotVision.Tagging.Tests.Session;

public class TagSessionTests
{
    static readonly TagObject Ball = new(0, new(0.25f, 0.5f, 0.5f, 0.75f));
    static readonly TagObject Robot = new(1, new(0, 0, 0.125f, 0.25f));

    const string BallLine = "0 0.3750000 0.6250000 0.2500000 0.2500000\n";

    DrawnFrames _frames = null!;

    [SetUp]
    public void Draw() => _frames = new(Enumerable.Repeat((40, 40), 4));

    [TearDown]
    public void Remove() => _frames.Dispose();

    static FrameState Save(TagSession session, int frame, FrameStatus status, params TagObject[] objects) =>
        session.Save(frame, session.Read(frame).Version, objects, status, "test");

    [Test]
    public void Save_Objects_AreInTheLabelFileAtOnce()
    {
        using var session = _frames.Start();
        Save(session, 1, FrameStatus.Done, Ball, Robot);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(_frames.Labels(1), Is.EqualTo(BallLine + "1 0.0625000 0.1250000 0.1250000 0.2500000\n"));
            Assert.That(File.ReadAllText(_frames["tagged.txt"]), Is.EqualTo("images/a-1.png\n"));
            Assert.That(session.Read(1).Objects, Is.EqualTo(new[] { Ball, Robot }));
        }
    }

    [Test]
    public void Save_FirstEdit_MakesADataSetThatCanBeTrainedOn()
    {
        using (var session = _frames.Start())
        {
            Save(session, 0, FrameStatus.Draft, Robot);
            Save(session, 2, FrameStatus.Done, Ball);
            Save(session, 3, FrameStatus.Done);
        }

        var data = new Data.Datasets.ImageDataset(Data.Formats.DataYaml.Load(_frames.Path), "train");
        Assert.That(Enumerable.Range(0, data.Count).Select(i => data.Load(i).Labels.Count), Is.EqualTo(new[] { 1, 0 }));
    }

    [Test]
    public void Save_NothingHere_IsAnEmptyFile()
    {
        using var session = _frames.Start();
        Save(session, 0, FrameStatus.Done);
        Assert.That((_frames.Labels(0), session.Read(0).Status), Is.EqualTo(("", FrameStatus.Done)));
    }

    [Test]
    public void Save_Unclear_HasNoLabelFileAndIsRemembered()
    {
        using (var session = _frames.Start())
        {
            Save(session, 0, FrameStatus.Done, Ball);
            Save(session, 0, FrameStatus.Unclear);
        }

        using var again = _frames.Start();
        Assert.That((_frames.Labels(0), again.Read(0).Status, File.ReadAllText(_frames["tagged.txt"])), Is.EqualTo(((string?)null, FrameStatus.Unclear, "")));
    }

    [Test]
    public void Save_LinesOfOthers_StayAsTheyWere()
    {
        const string outline = "1 0.1 0.1 0.2 0.1 0.2 0.2";
        _frames.Write("data.yaml", "train: images\nnames: [ball, robot, pole]\nmap: { pole: none }\n");
        _frames.WriteLabels(0, $"2 .5 .5 .1 .1\r\n{outline}\n");
        using var session = _frames.Start();
        var state = session.Read(0);
        session.Save(0, state.Version, [.. state.Objects, Ball], FrameStatus.Done, "test");
        Assert.That(_frames.Labels(0), Is.EqualTo($"2 .5 .5 .1 .1\n{outline}\n{BallLine}"));
    }

    [Test]
    public void Save_ClassThatTheDataSetHasNot_IsRefused()
    {
        using var session = _frames.Start();
        Assert.That(() => Save(session, 0, FrameStatus.Done, Ball with { Number = 99 }), Throws.InstanceOf<InvalidDataException>());
        Assert.That(_frames.Labels(0), Is.Null);
    }

    [TestCase(float.NaN)]
    [TestCase(1.5f)]
    public void Save_BoxOutsideTheImage_IsRefused(float left)
    {
        using var session = _frames.Start();
        Assert.That(() => Save(session, 0, FrameStatus.Done, Ball with { Box = new(left, 0, 2, 1) }), Throws.InstanceOf<InvalidDataException>());
    }

    [Test]
    public void Save_ChangedInAnotherWindow_IsAConflict()
    {
        using var session = _frames.Start();
        var first = session.Read(0);
        Save(session, 0, FrameStatus.Done, Robot);
        Assert.That(() => session.Save(0, first.Version, [Ball], FrameStatus.Done, "test"),
            Throws.InstanceOf<FrameConflictException>().With.Message.Contains("another window"));
        Assert.That(session.Read(0).Objects, Is.EqualTo(new[] { Robot }));
    }

    [Test]
    public void Save_ChangedByAnotherProgram_IsAConflictAndNothingIsLost()
    {
        using var session = _frames.Start();
        var before = Save(session, 0, FrameStatus.Done, Robot);
        _frames.WriteLabels(0, BallLine);
        Assert.That(() => session.Save(0, before.Version, [Robot, Ball], FrameStatus.Done, "test"),
            Throws.InstanceOf<FrameConflictException>().With.Message.Contains("another program"));
        Assert.That((_frames.Labels(0), session.Read(0).IsForeign), Is.EqualTo((BallLine, true)));
    }

    [Test]
    public void Read_DamagedLabelFile_SaysWhereAndIsNotOverwritten()
    {
        _frames.WriteLabels(0, "0 0.5 what 0.1 0.1\n");
        using var session = _frames.Start();
        var state = session.Read(0);
        Assert.That(state.Problem, Does.Contain("a-0.txt:1").And.Contain("what"));
        Assert.That(() => session.Save(0, state.Version, [Ball], FrameStatus.Done, "test"), Throws.InstanceOf<InvalidDataException>());
    }

    [Test]
    public void Start_SecondProcess_IsRefused()
    {
        using var session = _frames.Start();
        Assert.That(() => _frames.Start(), Throws.InstanceOf<IOException>().With.Message.Contains("another 'robotvision tag'"));
    }

    [Test]
    public void Start_JournalThatCannotBeWritten_DoesNotBlameAnotherProcess()
    {
        Directory.CreateDirectory(_frames[".tagging"]);
        File.CreateSymbolicLink(_frames[".tagging/journal.jsonl"], Environment.ProcessPath!); // nobody may write to a program that runs
        Assert.That(() => _frames.Start(),
            Throws.InstanceOf<IOException>().With.Message.Contains("cannot be written").And.Message.Not.Contains("another 'robotvision tag'"));
    }

    [Test]
    public void Dispose_WithoutAnEdit_LeavesTheFolderAsItWas()
    {
        using (var session = _frames.Start()) session.Read(0);
        Assert.That(Directory.EnumerateFileSystemEntries(_frames.Path).Select(Path.GetFileName), Is.EqualTo(new[] { "images" }));
    }

    [Test]
    public void Save_ClassesChangedMeanwhile_IsRefusedUntilTheyAreBack()
    {
        const string yaml = "train: images\nnames: [ball, robot]\n";
        _frames.Write("data.yaml", yaml);
        using var session = _frames.Start();
        var state = session.Read(0);
        _frames.Write("data.yaml", "train: images\nnames: [robot, ball] # swapped\n");
        Assert.That(() => session.Save(0, state.Version, [Ball], FrameStatus.Done, "test"),
            Throws.InstanceOf<EnvironmentException>().With.Message.Contains("0: robot, 1: ball"));
        Assert.That(_frames.Labels(0), Is.Null);
        _frames.Write("data.yaml", yaml + "# seen\n");
        session.Save(0, state.Version, [Ball], FrameStatus.Done, "test");
        Assert.That(_frames.Labels(0), Is.EqualTo(BallLine));
    }

    [Test]
    public void Save_UnclearFramesOfSomebodysDataSet_LeaveItUsable()
    {
        _frames.Write("data.yaml", "train: images\nnames: [ball, robot]\n");
        for (var i = 0; i < 3; i++) _frames.WriteLabels(i, BallLine);
        using var session = _frames.Start();
        Save(session, 0, FrameStatus.Unclear);
        Save(session, 1, FrameStatus.Draft);
        Save(session, 1, FrameStatus.Untouched);
        Save(session, 3, FrameStatus.Done, Ball);
        Save(session, 3, FrameStatus.Unclear);
        Assert.That((_frames.Labels(0), _frames.Labels(1), _frames.Labels(3)), Is.EqualTo((BallLine, "", (string?)null)), "as far as they had a file");
        Assert.That((session.Read(0).Status, session.Read(0).Objects.Single()), Is.EqualTo((FrameStatus.Unclear, Ball)));
        session.Undo();
        Assert.That(_frames.Labels(3), Is.EqualTo(BallLine));
    }

    [Test]
    public async Task List_FilesDeletedByAnotherProgram_NamesThemNoMore()
    {
        using (var session = _frames.Start())
        {
            for (var i = 0; i < 4; i++) Save(session, i, FrameStatus.Done, Ball);
            File.Delete(_frames["labels/a-0.txt"]);
            File.Delete(_frames["images/a-1.png"]);
            session.Read(0);
            session.Read(1);
            Assert.That(File.ReadAllLines(_frames["tagged.txt"]), Is.EqualTo(new[] { "images/a-2.png", "images/a-3.png" }));
        }

        File.Delete(_frames["labels/a-2.txt"]);
        using var again = _frames.Start();
        await again.WaitUntilReadAsync();
        Assert.That(File.ReadAllLines(_frames["tagged.txt"]), Is.EqualTo(new[] { "images/a-3.png" }));
    }

    [Test]
    public void LookAt_ImageThatIsCutOff_SaysSo()
    {
        ImageFile.Write(_frames["images/a-9.jpg"], DrawnFrames.Draw(40, 40, seed: 1).View);
        var whole = File.ReadAllBytes(_frames["images/a-9.jpg"]);
        File.WriteAllBytes(_frames["images/a-9.jpg"], whole[..(whole.Length / 2)]);
        using var session = _frames.Start();
        Assert.That(session.Looks.LookAt(4).Problem, Does.Contain("a-9.jpg").And.Contain("cut off"));
    }

    [Test]
    public void Undo_AfterReopening_GoesBackToTheBeginning()
    {
        using (var session = _frames.Start())
        {
            Save(session, 0, FrameStatus.Draft, Ball);
            Save(session, 0, FrameStatus.Done, Ball, Robot);
            Save(session, 1, FrameStatus.Done);
        }

        using var again = _frames.Start();
        Assert.That(Enumerable.Range(0, 4).Select(_ => again.Undo().FirstOrDefault(-1)), Is.EqualTo(new[] { 1, 0, 0, -1 }));
        Assert.That((_frames.Labels(0), _frames.Labels(1), again.Read(0).Status), Is.EqualTo(((string?)null, (string?)null, FrameStatus.Untouched)));
    }

    [Test]
    public void Redo_AfterUndo_IsAsBefore()
    {
        using var session = _frames.Start();
        Save(session, 0, FrameStatus.Draft, Ball);
        Save(session, 0, FrameStatus.Done, Ball, Robot);
        session.Undo();
        session.Undo();
        session.Redo();
        Assert.That((session.Read(0).Objects.Single(), session.Read(0).Status, _frames.Labels(0)), Is.EqualTo((Ball, FrameStatus.Draft, BallLine)));
        session.Redo();
        Assert.That((session.Read(0).Objects.Count, session.ToRedo), Is.EqualTo((2, (string?)null)));
    }

    [Test]
    public void Undo_FileChangedByAnotherProgram_IsRefused()
    {
        using var session = _frames.Start();
        Save(session, 0, FrameStatus.Done, Robot);
        _frames.WriteLabels(0, BallLine);
        Assert.That(session.Undo, Throws.InstanceOf<FrameConflictException>());
        Assert.That(_frames.Labels(0), Is.EqualTo(BallLine));
    }

    [Test]
    public void Start_KilledBetweenJournalAndLabelFile_FinishesTheEdit()
    {
        using (var session = _frames.Start()) Save(session, 0, FrameStatus.Done, Ball);
        File.Delete(_frames["labels/a-0.txt"]); // as if the program had been killed before it wrote the file
        using var again = _frames.Start();
        Assert.That((_frames.Labels(0), again.Read(0).Status), Is.EqualTo((BallLine, FrameStatus.Done)));
    }

    [Test]
    public void Start_LastLineOfTheJournalCutOff_KeepsTheOthers()
    {
        using (var session = _frames.Start())
        {
            Save(session, 0, FrameStatus.Done, Ball);
            Save(session, 1, FrameStatus.Done, Robot);
        }

        var journal = _frames[".tagging/journal.jsonl"];
        var text = File.ReadAllText(journal);
        File.WriteAllText(journal, text[..^20]);
        using var again = _frames.Start();
        Assert.That((again.Undo().Single(), _frames.Labels(0)), Is.EqualTo((0, (string?)null)));
    }

    [Test]
    public void Save_LabelFileCannotBeWritten_ChangesNothing()
    {
        using var session = _frames.Start();
        var state = session.Read(0);
        _frames.Write("labels/.a-0.partial.txt/in-the-way", "a folder where the file is written first");
        Assert.That(() => session.Save(0, state.Version, [Ball], FrameStatus.Done, "test"), Throws.InstanceOf<IOException>());
        Assert.That((session.Read(0).Status, session.ToUndo), Is.EqualTo((FrameStatus.Untouched, (string?)null)));
        Directory.Delete(_frames["labels/.a-0.partial.txt"], recursive: true);
        session.Save(0, state.Version, [Ball], FrameStatus.Done, "test");
        Assert.That(_frames.Labels(0), Is.EqualTo(BallLine));
    }

    [Test]
    public async Task Progress_CountsFramesAndObjects()
    {
        using var session = _frames.Start();
        await session.WaitUntilReadAsync();
        session.Save(0, session.Read(0).Version, [Ball, Ball with { Box = Robot.Box }, Robot], FrameStatus.Done, "test", seconds: 3);
        session.Save(1, session.Read(1).Version, [Ball], FrameStatus.Draft, "test", seconds: 1.5);
        Save(session, 2, FrameStatus.Unclear);
        var progress = session.Progress();
        using (Assert.EnterMultipleScope())
        {
            Assert.That((progress.Frames, progress.Done, progress.Drafts, progress.Unclear, progress.Seconds), Is.EqualTo((4, 1, 1, 1, 4.5)));
            Assert.That(progress.Objects, Is.EqualTo(new Dictionary<int, int> { [0] = 2, [1] = 1 }));
        }
    }

    [Test]
    public void Rows_LabelsAndModelDisagree_AreCounted()
    {
        var guess = new Guess(ObjectClass.Ball, 0.9f, Ball.Box, Threshold: 0.5f);
        using var session = _frames.Start(new LaidDownGuesses(guess, guess with { Class = ObjectClass.Goalpost, Confidence = 0.55f }));
        session.Looks.LookAt(0);
        Save(session, 0, FrameStatus.Done, Ball, Robot, Robot with { Number = 9 });
        var row = session.Rows(0).Rows.Single(one => one.Index == 0);
        Assert.That((row.Disagreements, row.Guesses), Is.EqualTo((2, 2)), "the post of the model, the robot of the labels");
        Assert.That(row.Doubt, Is.EqualTo(0.9).Within(0.001));
    }

    [Test]
    public void Replace_AnotherModel_LooksAnew()
    {
        using var session = _frames.Start(new LaidDownGuesses());
        Assert.That(session.Looks.LookAt(0).Guesses, Is.Empty);
        session.Looks.Replace(new LaidDownGuesses(new Guess(ObjectClass.Ball, 0.9f, Ball.Box, Threshold: 0.5f)));
        Assert.That(session.Looks.LookAt(0).Guesses, Has.Count.EqualTo(1));
    }
}
