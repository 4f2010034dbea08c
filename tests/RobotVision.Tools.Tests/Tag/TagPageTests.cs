using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using RobotVision.Detections;
using static Microsoft.Playwright.Assertions;

namespace RobotVision.Tools.Tests.Tag;

/// <summary>The page of <c>robotvision tag</c> in a real browser against the real program; what counts is what is on the disk in the end.</summary>
[CancelAfter(600_000)] // far more than any test needs, so that only a page that hangs reaches it
public class TagPageTests : TagTests
{
    int CountDone() => File.Exists(Path.Combine(Set, "tagged.txt")) ? File.ReadLines(Path.Combine(Set, "tagged.txt")).Count() : 0;

    /// <summary>The box of a line of a label file in pixels.</summary>
    static Box BoxOf(string line)
    {
        var parts = line.Split(' ').Skip(1).Select(part => float.Parse(part, CultureInfo.InvariantCulture)).ToArray();
        return Box.FromCenter(parts[0], parts[1], parts[2], parts[3]).Scaled(RenderedFrames.Width, RenderedFrames.Height);
    }

    [Test]
    public async Task Teach_TaggedFrames_TrainsAndWritesTheModelThatIsTaken()
    {
        RenderedFrames.WriteImages(Folder, 5);
        var recipe = Folder.Write("recipe.yaml", """
            network: grid
            width: 0.25
            cells: 12
            folds: 2
            training: { batch_size: 2, steps: 4, threads: 1, report_every: 1 }
            data: [{ yaml: replaced.yaml }]
            """);
        await using var program = await TagProgram.StartAsync(
            Browser, ["teach", Set, "--no-model", "--classes", "ball", "--recipe", recipe, "--steps", "4", "--output", Folder["taught.onnx"]]);
        var page = program.Page;
        await Expect(page.Locator("#teaching-work")).ToHaveTextAsync("0 of 15 tagged frames for the next training");
        await Expect(page.Locator("#teaching-train")).ToBeDisabledAsync();
        for (var frame = 0; frame < 4; frame++) await TagProgram.PressAsync(page, "1", "r", "d");
        await Expect(page.Locator("#teaching-work")).ToHaveTextAsync("4 of 15 tagged frames for the next training");
        await page.Locator("#teaching-train").ClickAsync();
        await Expect(page.Locator("#teaching-phase")).ToHaveTextAsync("training");
        var model = page.Locator("#teaching-models li");
        await Expect(model).ToContainTextAsync("1 (4 frames)", new() { Timeout = 120_000 });
        foreach (var height in (int[])[900, 700, 500])
        {
            await page.SetViewportSizeAsync(1200, height);
            var overflowing = await page.EvaluateAsync<string[]>(
                "[...document.querySelectorAll('aside section')].filter(one => one.scrollHeight > one.clientHeight + 1).map(one => one.innerText)");
            Assert.That(overflowing, Is.Empty, $"sections of the panel that reach into the next, {height} pixels high");
        }

        Assert.That(File.Exists(Folder["taught.onnx"]), Is.False, "nothing says that it is better");
        await model.GetByRole(AriaRole.Button).ClickAsync();
        await Expect(model).ToContainTextAsync("taken");
        var training = await page.Context.NewPageAsync();
        await training.GotoAsync(program.Origin + "/training");
        await Expect(training.Locator("#work")).ToContainTextAsync("Model 1: ");
        await Expect(training.Locator("#loss .plot")).ToHaveAttributeAsync("aria-label", new Regex("without fold 2 of 2"));
        Assert.That(File.Exists(Folder["taught.onnx"]), Is.True);
    }

    [Test]
    public async Task Tag_WithoutTeaching_ShowsNoPanelOfIt()
    {
        RenderedFrames.WriteImages(Folder, 1);
        await using var program = await TagProgram.StartAsync(Browser, Set, "--no-model");
        await Expect(program.Page.Locator("#teaching")).ToBeHiddenAsync();
    }

    [Test]
    public async Task Tag_TenFramesByKeysAlone_WritesTheRightFiles()
    {
        RenderedFrames.WriteImages(Folder, 10);
        await using var program = await TagProgram.StartAsync(Browser, Set, "--no-model", "--extra", "cone");
        await Expect(program.Page.Locator("#classes li").Nth(8)).ToHaveTextAsync("9cone");
        for (var frame = 0; frame < 10; frame++)
        {
            if (frame == 4) await TagProgram.PressAsync(program.Page, "0");
            else if (frame == 5) await TagProgram.PressAsync(program.Page, "u");
            else
            {
                await TagProgram.PressAsync(program.Page, "1", "r", "Shift+ArrowLeft", "ArrowDown"); // a ball, 10 pixels left and 1 down of the middle
                for (var i = 0; i < frame; i++) await TagProgram.PressAsync(program.Page, "Control+ArrowRight"); // wider by the frame's number
                if (frame == 6) await TagProgram.PressAsync(program.Page, "i");
                if (frame == 7) await TagProgram.PressAsync(program.Page, "2", "r", "Delete", "6", "r", "9", "r"); // the last is a cone
            }

            await TagProgram.PressAsync(program.Page, "d");
            if (frame < 9) await Expect(program.Page.Locator("#number")).ToHaveValueAsync($"{frame + 2}");
        }

        await UntilAsync(() => CountDone() == 9, "nine frames that are done");
        var width = 0.08f * RenderedFrames.Width; // of a new box; then that of the last one
        for (var frame = 0; frame < 10; frame++)
        {
            var lines = Labels(frame)?.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            if (frame == 5) Assert.That(lines, Is.Null, "unclear");
            else if (frame == 4) Assert.That(lines, Is.Empty, "nothing here");
            else
            {
                var box = BoxOf(lines![0]);
                using (Assert.EnterMultipleScope())
                {
                    Assert.That(lines[0], Does.StartWith(frame == 6 ? "8 " : "0 "), "frame 6 is to be ignored");
                    Assert.That(box.X1, Is.EqualTo((RenderedFrames.Width - width) / 2 - 10).Within(0.01));
                    Assert.That(box.Y1, Is.EqualTo(0.45f * RenderedFrames.Height + 1).Within(0.01));
                    Assert.That(box.Width, Is.EqualTo(width += frame).Within(0.01));
                    Assert.That(lines.Skip(1).Select(line => line.Split(' ')[0]), Is.EqualTo(frame == 7 ? ["5", "16"] : Array.Empty<string>()));
                }
            }
        }
    }

    [Test]
    public async Task Mouse_DrawsMovesAndResizes()
    {
        RenderedFrames.WriteImages(Folder, 1);
        await using var program = await TagProgram.StartAsync(Browser, Set, "--no-model");
        var mouse = program.Page.Mouse;
        var view = await program.Page.Locator("#picture").BoundingBoxAsync();
        var scale = Math.Min((view!.Width - 24) / RenderedFrames.Width, (view.Height - 24) / RenderedFrames.Height);
        var (left, top) = (view.X + (view.Width - RenderedFrames.Width * scale) / 2, view.Y + (view.Height - RenderedFrames.Height * scale) / 2);
        async Task DragAsync(float x1, float y1, float x2, float y2)
        {
            await mouse.MoveAsync(left + x1 * scale, top + y1 * scale);
            await mouse.DownAsync();
            await mouse.MoveAsync(left + x2 * scale, top + y2 * scale, new() { Steps = 4 });
            await mouse.UpAsync();
        }

        Box Tagged() => Labels(0) is { Length: > 0 } text ? BoxOf(text.Split('\n')[0]) : default;
        Task IsAsync(Box box, string what) => UntilAsync(() => Tagged().Overlap(box) > 0.9f, what);
        await TagProgram.PressAsync(program.Page, "2");
        await DragAsync(40, 50, 120, 150);
        await IsAsync(new(40, 50, 120, 150), "the box drawn");
        await DragAsync(80, 100, 130, 110);
        await IsAsync(new(90, 60, 170, 160), "the box moved");
        await DragAsync(170, 160, 200, 200);
        await IsAsync(new(90, 60, 200, 200), "the box resized by its corner");
        Assert.That(Labels(0), Does.StartWith("1 "));

        // A ball in the robot's arms: within the box of the robot.
        await TagProgram.PressAsync(program.Page, "1");
        await DragAsync(120, 100, 140, 120);
        await UntilAsync(() => Labels(0)?.Split('\n').Length == 3, "a second box");
        var ball = Labels(0)!.Split('\n')[1];
        Assert.That((ball[0], BoxOf(ball).Overlap(new(120, 100, 140, 120)) > 0.9f), Is.EqualTo(('0', true)));
        await IsAsync(new(90, 60, 200, 200), "the robot where it was");
        await DragAsync(100, 70, 100, 70);
        await Expect(program.Page.Locator("#objects li[aria-selected=true] .what")).ToHaveTextAsync("robot");
    }

    [Test]
    public async Task Range_BoxPutIntoFrames_IsADraftUntilConfirmed()
    {
        RenderedFrames.WriteImages(Folder, 5);
        await using var program = await TagProgram.StartAsync(Browser, Set, "--no-model");
        await TagProgram.PressAsync(program.Page, "3", "r", "p", "4", "Enter");
        await Expect(program.Page.Locator("#told")).ToHaveTextAsync("put into 3 frames");
        Assert.That((Labels(3), Labels(4), CountDone()), Is.EqualTo((Labels(0), (string?)null, 0)));
        await TagProgram.GoToAsync(program.Page, 3);
        await TagProgram.PressAsync(program.Page, "Shift+Enter");
        await UntilAsync(() => CountDone() == 4, "four frames done");
    }

    [Test]
    public async Task Guesses_Accepted_BecomeLabels()
    {
        RenderedFrames.WriteImages(Folder, 3);
        await using var program = await TagProgram.StartAsync(Browser, Set);
        var guesses = program.Page.Locator("#objects li.guess");
        await Expect(guesses).Not.ToHaveCountAsync(0);
        Assert.That(Labels(0), Is.Null, "a guess is no label");
        var count = await guesses.CountAsync();
        await TagProgram.PressAsync(program.Page, "e", "Delete", "e", "t"); // one refused, one accepted
        await UntilAsync(() => Labels(0)?.Split('\n').Length == 2, "one label");
        await TagProgram.PressAsync(program.Page, "Space"); // the others, and on
        await UntilAsync(() => Labels(0)?.Split('\n').Length == count, "all but the refused one");
        await Expect(program.Page.Locator("#number")).ToHaveValueAsync("2");
        await UntilAsync(() => CountDone() == 1, "one frame done");
    }

    [Test]
    public async Task Follow_BallThroughAVideo_IsDoneWithThreeCorrections()
    {
        var video = RenderedFrames.WriteVideo(Folder);
        await using var program = await TagProgram.StartAsync(Browser, video);
        Directory.CreateSymbolicLink(Set, Folder["match.frames"]);
        await TagProgram.PressAsync(program.Page, "1", "r");
        await PlaceAsync(program.Page, 0);
        await TagProgram.PressAsync(program.Page, "f");
        await Expect(program.Page.Locator("#told")).ToContainTextAsync("followed into");
        foreach (var frame in new[] { 30, 60, 90 })
        {
            await TagProgram.GoToAsync(program.Page, frame);
            // Where it was lost there is no box; a new one begins a track of its own.
            await TagProgram.PressAsync(program.Page, Labels(frame) is null ? "r" : "e");
            await Expect(program.Page.Locator("#objects li[aria-selected=true]")).ToHaveCountAsync(1);
            await UntilAsync(() => Labels(frame) is not null, "a box");
            await PlaceAsync(program.Page, frame);
            await Expect(program.Page.Locator("#told")).ToContainTextAsync("followed into");
        }

        await TagProgram.PressAsync(program.Page, "End");
        await Expect(program.Page.Locator("#number")).ToHaveValueAsync("101");
        await TagProgram.PressAsync(program.Page, "Shift+Enter");
        await UntilAsync(() => CountDone() == RenderedFrames.Count, "all frames done");
        var overlaps = Enumerable.Range(0, RenderedFrames.Count).Select(i => BoxOf(Labels(i)!.Split('\n')[0]).Overlap(RenderedFrames.BallIn(i))).ToArray();
        await TestContext.Out.WriteLineAsync($"overlap: mean {overlaps.Average():0.00}, least {overlaps.Min():0.00}");
        Assert.That((overlaps.Average() > 0.7, overlaps.Min() > 0.4), Is.EqualTo((true, true)));
    }

    /// <summary>Moves and resizes the selected box with the arrow keys until it is where the ball is.</summary>
    async Task PlaceAsync(IPage page, int frame)
    {
        await UntilAsync(() => Labels(frame) is not null, "a box");
        await page.WaitForFunctionAsync("() => window.dispatchEvent(new Event('beforeunload', { cancelable: true }))"); // false while something is not saved
        var (box, ball) = (BoxOf(Labels(frame)!.Split('\n')[0]), RenderedFrames.BallIn(frame));
        await MoveAsync(page, "", ball.X1 - box.X1, ball.Y1 - box.Y1);
        await MoveAsync(page, "Control+", ball.Width - box.Width, ball.Height - box.Height);
        await UntilAsync(() => BoxOf(Labels(frame)!.Split('\n')[0]).Overlap(ball) > 0.85f, "the box on the ball");
    }

    static async Task MoveAsync(IPage page, string with, float right, float down)
    {
        foreach (var (pixels, key) in new[] { (right, right > 0 ? "ArrowRight" : "ArrowLeft"), (down, down > 0 ? "ArrowDown" : "ArrowUp") })
        {
            var left = (int)MathF.Round(MathF.Abs(pixels));
            for (; left >= 10; left -= 10) await page.Keyboard.PressAsync($"{with}Shift+{key}");
            for (; left > 0; left--) await page.Keyboard.PressAsync($"{with}{key}");
        }
    }

    [Test]
    public async Task Undo_AfterReload_TakesTheEditBack()
    {
        RenderedFrames.WriteImages(Folder, 2);
        await using var program = await TagProgram.StartAsync(Browser, Set, "--no-model");
        await TagProgram.PressAsync(program.Page, "1", "r", "d", "0");
        await UntilAsync(() => Labels(1) == "", "an empty label file");
        var first = Labels(0);
        await program.Page.ReloadAsync();
        await TagProgram.WaitAsync(program.Page);
        await TagProgram.PressAsync(program.Page, "Control+z");
        await UntilAsync(() => Labels(1) is null, "the empty file gone");
        await TagProgram.PressAsync(program.Page, "Control+z", "Control+z");
        await UntilAsync(() => Labels(0) is null, "the box gone");
        await TagProgram.PressAsync(program.Page, "Control+y", "Control+y", "Control+y");
        await UntilAsync(() => Labels(0) == first && Labels(1) == "", "all as before");
    }

    [Test]
    public async Task Program_KilledInTheMiddle_LosesNothing()
    {
        RenderedFrames.WriteImages(Folder, 4);
        string? first;
        await using (var program = await TagProgram.StartAsync(Browser, Set, "--no-model"))
        {
            await TagProgram.PressAsync(program.Page, "1", "r", "d");
            await Expect(program.Page.Locator("#number")).ToHaveValueAsync("2");
            await UntilAsync(() => Labels(0) is not null, "the first frame");
            first = Labels(0);
            await TagProgram.PressAsync(program.Page, "2", "r");
            await UntilAsync(() => Labels(1) is not null, "the second frame");
            program.Kill();
            // What is drawn now waits in the page, which says so.
            await TagProgram.PressAsync(program.Page, "1", "r");
            await Expect(program.Page.Locator("#banner")).ToContainTextAsync("Not saved yet");
        }

        await using var again = await TagProgram.StartAsync(Browser, Set, "--no-model");
        Assert.That((Labels(0), Labels(1)?.Split('\n').Length, Labels(1)?[0]), Is.EqualTo((first, 2, '1')));
        await Expect(again.Page.Locator("#objects li .what")).ToHaveTextAsync("ball");
        await TagProgram.PressAsync(again.Page, "Control+z");
        await UntilAsync(() => Labels(1) is null, "the last edit of before taken back");
    }

    [Test]
    public async Task Windows_TwoOfOneFrame_TellEachOther()
    {
        RenderedFrames.WriteImages(Folder, 2);
        await using var program = await TagProgram.StartAsync(Browser, Set, "--no-model");
        var other = await program.OpenWindowAsync();
        await TagProgram.PressAsync(program.Page, "1", "r");
        await Expect(other.Locator("#objects li .what")).ToHaveTextAsync("ball");
        await Expect(other.Locator("#told")).ToContainTextAsync("another window");

        // A window that has not heard of a change is asked and does not write over it.
        var deaf = await program.OpenWindowAsync(page => page.RouteAsync("**/api/changes", route => route.AbortAsync()));
        await TagProgram.PressAsync(program.Page, "2", "r");
        await UntilAsync(() => Labels(0)?.Split('\n').Length == 3, "two objects");
        var before = Labels(0);
        await TagProgram.PressAsync(deaf, "3", "r");
        await Expect(deaf.Locator("#conflict")).ToBeVisibleAsync();
        Assert.That(Labels(0), Is.EqualTo(before));
        await deaf.Locator("#conflict button[value=mine]").ClickAsync();
        await UntilAsync(() => Labels(0)?.Split('\n') is ["0" or _, var second, _] && second.StartsWith('2'), "the ball and the post of the deaf window");
    }

    [Test]
    public async Task File_ChangedByAnotherProgram_IsTold()
    {
        RenderedFrames.WriteImages(Folder, 2);
        await using var program = await TagProgram.StartAsync(Browser, Set, "--no-model");
        await TagProgram.PressAsync(program.Page, "1", "r");
        await UntilAsync(() => Labels(0) is not null, "a box");
        await File.WriteAllTextAsync(LabelFile(0), "1 0.5 0.5 0.1 0.1\n");
        await TagProgram.PressAsync(program.Page, "ArrowLeft");
        await Expect(program.Page.Locator("#conflict-text")).ToContainTextAsync("another program");
        await program.Page.Locator("#conflict button[value=theirs]").ClickAsync();
        await Expect(program.Page.Locator("#objects li .what")).ToHaveTextAsync("robot");
        Assert.That(Labels(0), Is.EqualTo("1 0.5 0.5 0.1 0.1\n"));
    }

    [Test]
    public async Task Disk_DoesNotTakeAChange_KeepsItUntilItDoes()
    {
        RenderedFrames.WriteImages(Folder, 2);
        await using var program = await TagProgram.StartAsync(Browser, Set, "--no-model");
        var inTheWay = Path.Combine(Set, "labels", ".match-000000.partial.txt"); // where the file is written first
        Directory.CreateDirectory(inTheWay);
        await TagProgram.PressAsync(program.Page, "1", "r");
        await Expect(program.Page.Locator("#banner")).ToContainTextAsync("Not saved yet");
        Assert.That(Labels(0), Is.Null);
        Directory.Delete(inTheWay);
        await UntilAsync(() => Labels(0) is not null, "the change saved after all");
        await Expect(program.Page.Locator("#banner")).ToBeHiddenAsync();
    }

    [TestCase(ColorScheme.Light)]
    [TestCase(ColorScheme.Dark)]
    public async Task Page_ForScreenReaders_HasNoSeriousFindings(ColorScheme scheme)
    {
        RenderedFrames.WriteImages(Folder, 2);
        await using var program = await TagProgram.StartAsync(Browser, Set);
        await program.Page.EmulateMediaAsync(new() { ColorScheme = scheme });
        await Expect(program.Page.Locator("#objects li.guess")).Not.ToHaveCountAsync(0);
        await TagProgram.PressAsync(program.Page, "1", "r");
        await Expect(program.Page.Locator("#objects li[aria-selected=true]")).ToHaveCountAsync(1);
        await IsAccessibleAsync(program.Page);
        await TagProgram.PressAsync(program.Page, "?");
        await Expect(program.Page.Locator("#keys")).ToBeVisibleAsync();
    }

    [Test]
    public async Task Page_OfAnotherSite_CanNeitherReadNorChange()
    {
        RenderedFrames.WriteImages(Folder, 1);
        await using var program = await TagProgram.StartAsync(Browser, Set, "--no-model");
        var hostile = await program.Page.Context.NewPageAsync(); // the same browser, which has the cookie
        await hostile.GotoAsync("data:text/html,<p>hostile</p>");
        var read = await hostile.EvaluateAsync<string>(
            $"fetch('{program.Origin}/api/frames/0', {{credentials: 'include'}}).then(a => a.text(), () => 'refused')");
        await hostile.EvaluateAsync<string>(
            $"fetch('{program.Origin}/api/undo', {{method: 'POST', mode: 'no-cors', credentials: 'include', body: '{{}}'}})"
            + ".then(a => a.type, () => 'refused')");
        var status = await hostile.EvaluateAsync<int>($$"""
            new Promise(done => { const image = new Image(); image.onload = () => done(200); image.onerror = () => done(0);
              image.src = '{{program.Origin}}/api/frames/0/image'; })
            """);
        Assert.That((read, status), Is.EqualTo(("refused", 0)));
    }
}
