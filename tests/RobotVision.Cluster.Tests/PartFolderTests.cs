using RobotVision.Testing;

namespace RobotVision.Cluster.Tests;

public class PartFolderTests
{
    static readonly DateTimeOffset Now = new(2026, 7, 4, 12, 0, 0, TimeSpan.Zero);

    static PartManifest Manifest(int part, int of = 3, params string[] more) => new()
    {
        Arguments = ["evaluate", "--output", "runs/it's", .. more],
        Part = part,
        Of = of,
        Folder = "/data",
        Inputs = [new("a.mp4", 12, "0f")],
        Program = "0123",
        Processor = "one",
        Host = "n1",
        StartedAt = Now,
    };

    static void Finish(string parts, int part, int of = 3)
    {
        using var folder = PartFolder.Open(parts, Manifest(part, of), goesOn: false);
        File.WriteAllText(Path.Combine(folder.Output, "a.txt"), $"{part}");
        folder.Complete(0, Now);
    }

    [Test]
    public void Open_WhileAnotherHoldsIt_NamesTheOwner()
    {
        using var parts = new TemporaryFolder();
        using var first = PartFolder.Open(parts.Path, Manifest(2), goesOn: false);
        Assert.That(() => PartFolder.Open(parts.Path, Manifest(2), goesOn: false), Throws.TypeOf<IOException>()
            .With.Message.Contains($"part 2 of 3 is being written by process {Environment.ProcessId} on n1"));
        using var other = PartFolder.Open(parts.Path, Manifest(3), goesOn: false);
        Assert.That(PartSet.Find([parts.Path]).Parts.Select(part => part.State),
            Is.EqualTo(new[] { PartState.Missing, PartState.Running, PartState.Running }));
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Open_AfterOneThatDied_BeginsAnewUnlessItGoesOn(bool goesOn)
    {
        using var parts = new TemporaryFolder();
        string left;
        using (var died = PartFolder.Open(parts.Path, Manifest(1), goesOn))
            File.WriteAllText(left = Path.Combine(died.Output, "half.txt"), "half");
        Assert.That(PartSet.Find([parts.Path]).Parts[0].State, Is.EqualTo(PartState.Unfinished));
        using var again = PartFolder.Open(parts.Path, Manifest(1), goesOn);
        Assert.That((again.IsDone, File.Exists(left)), Is.EqualTo((false, goesOn)));
    }

    [Test]
    public void Open_OfADonePart_HasNothingToDo()
    {
        using var parts = new TemporaryFolder();
        Finish(parts.Path, 1);
        using var again = PartFolder.Open(parts.Path, Manifest(1), goesOn: false);
        Assert.That(again.IsDone, Is.True);
        Assert.That(File.ReadAllText(Path.Combine(again.Output, "a.txt")), Is.EqualTo("1"));
    }

    [Test]
    public void Open_OfADonePartOfOtherWork_IsRefused()
    {
        using var parts = new TemporaryFolder();
        Finish(parts.Path, 1);
        Assert.That(() => PartFolder.Open(parts.Path, Manifest(1, 3, "--looks", "6"), goesOn: false),
            Throws.TypeOf<IOException>().With.Message.Contains("found one of other work").And.Message.Contains("--looks 6"));
    }

    [Test]
    public void Find_SomeDone_NamesTheOthersWithTheirCommands()
    {
        using var parts = new TemporaryFolder();
        Finish(parts.Path, 2);
        var set = PartSet.Find([parts.Path]);
        Assert.That(set.Left.Select(part => part.Shard.Part), Is.EqualTo(new[] { 1, 3 }));
        Assert.That(set.Finished, Throws.TypeOf<InvalidDataException>()
            .With.Message.Contains("found 1 finished").And.Message.Contains("cd /data && robotvision evaluate --output 'runs/it'\\''s' --shard 3/3"));
    }

    [Test]
    public void Find_APartTwice_CountsItOnce()
    {
        using var one = new TemporaryFolder();
        using var other = new TemporaryFolder();
        for (var part = 1; part <= 3; part++) Finish(one.Path, part);
        Finish(other.Path, 2);
        using (PartFolder.Open(other.Path, Manifest(3), goesOn: false))
        {
            // left unfinished
        }

        var set = PartSet.Find([other.Path, one.Path]);
        Assert.That(set.Finished(), Has.Count.EqualTo(3));
        Assert.That(set.Finished()[2], Does.StartWith(one.Path));
    }

    [Test]
    public void Find_PartsOfDifferentDivisions_IsRefused()
    {
        using var parts = new TemporaryFolder();
        Finish(parts.Path, 1);
        Finish(parts.Path, 1, of: 4);
        Assert.That(() => PartSet.Find([parts.Path]), Throws.TypeOf<InvalidDataException>().With.Message.Contains("3 parts and 4 parts"));
    }

    [Test]
    public void Open_OfADonePartOfAChangedInput_IsRefused()
    {
        using var parts = new TemporaryFolder();
        Finish(parts.Path, 1);
        Assert.That(() => PartFolder.Open(parts.Path, Manifest(1) with { Inputs = [new("a.mp4", 12, "f0")] }, goesOn: false),
            Throws.TypeOf<IOException>().With.Message.Contains("'a.mp4' of 12 bytes (content f0)"));
    }

    /// <summary>Same size, another content: at the end, and in the middle of what is read whole.</summary>
    [TestCase(5, 4, false)]
    [TestCase(3 << 20, 3 << 19, false)]
    [TestCase(17 << 20, 0, false)]
    [TestCase(17 << 20, (17 << 20) - 1, false)]
    [TestCase(17 << 20, 8 << 20, true)] // only the ends of long files are read
    public void Input_OfOneByteChanged_HasAnotherDigest(int length, int at, bool same)
    {
        using var folder = new TemporaryFolder();
        var bytes = new byte[length];
        var before = PartInput.Of(folder.Write("a", bytes));
        bytes[at] = 1;
        var after = PartInput.Of(folder.Write("a", bytes));
        Assert.That((before.Bytes, before.Digest.Length), Is.EqualTo(((long)length, 16)));
        Assert.That(after.Digest == before.Digest, Is.EqualTo(same));
    }

    [Test]
    public void Survey_PartsOfDifferentDivisionsAndADamagedOne_ShowsWhatIsDone()
    {
        using var parts = new TemporaryFolder();
        Finish(parts.Path, 1);
        Finish(parts.Path, 1, of: 4);
        parts.Write("part-2-of-3/part.json", "{}");
        var (works, damaged) = PartSet.Survey([parts.Path]);
        Assert.That(works.Select(work => (work.First.Of, work.Parts.Count(part => part.State == PartState.Done))), Is.EqualTo(new[] { (3, 1), (4, 1) }));
        Assert.That(works[0].Parts[1].Detail, Does.Contain($"delete '{parts["part-2-of-3"]}' first"));
        Assert.That(damaged.Single(), Does.Contain("Delete its folder and make the part again"));
        Assert.That(() => PartFolder.Open(parts.Path, Manifest(2), goesOn: false),
            Throws.TypeOf<InvalidDataException>().With.Message.Contains("Delete its folder"));
        Directory.Delete(parts["part-2-of-3"], recursive: true);
        Finish(parts.Path, 2);
        Assert.That(PartSet.Survey([parts.Path]).Works[0].Left.Count(), Is.EqualTo(1));
    }

    [TestCase("{")]
    [TestCase("{}")]
    [TestCase("null")]
    [TestCase("""{"schema":"robotvision.part/2"}""")]
    public void Find_ADamagedManifest_IsRefused(string text)
    {
        using var parts = new TemporaryFolder();
        parts.Write("part-1-of-2/part.json", text);
        Assert.That(() => PartSet.Find([parts.Path]), Throws.TypeOf<InvalidDataException>()
            .With.Message.Contains("part.json").And.Message.Contains("Delete its folder and make the part again"));
    }

    [Test]
    public void Find_NoParts_IsRefused()
    {
        using var parts = new TemporaryFolder();
        Assert.That(() => PartSet.Find([parts.Path]), Throws.TypeOf<InvalidDataException>().With.Message.Contains("expected folders of parts"));
        Assert.That(() => PartSet.Find([parts["none"]]), Throws.TypeOf<DirectoryNotFoundException>());
    }

    [TestCase("a", "a")]
    [TestCase("a b", "'a b'")]
    [TestCase("{}", "'{}'")]
    [TestCase("", "''")]
    [TestCase("it's", "'it'\\''s'")]
    public void Quote_OfAWord_IsReadBackByAShell(string word, string quoted) => Assert.That(ShellText.Quote(word), Is.EqualTo(quoted));
}
