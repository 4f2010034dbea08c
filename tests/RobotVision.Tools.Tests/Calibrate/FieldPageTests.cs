using Microsoft.Playwright;
using RobotVision.Calibration.Extrinsics;
using RobotVision.Cameras;
using RobotVision.Field;
using RobotVision.Geometry;
using RobotVision.Imaging;
using RobotVision.Testing;
using static Microsoft.Playwright.Assertions;

namespace RobotVision.Tools.Tests.Calibrate;

/// <summary>The page of <c>calibrate field --web</c> in a real browser: the drawn field is dragged onto a rendered one, by mouse and by keys.</summary>
[CancelAfter(600_000)]
public class FieldPageTests : PageTests
{
    const double Degree = Math.PI / 180;

    static readonly CameraPose Truth = new(0.82, 1.5 * Degree, 26.65 * Degree, -0.2, 1.8, 0.9);

    static readonly FieldDimensions Field = FieldDimensions.Leagues["humanoid"];

    /// <summary>The pose as the program has it: pulls are the same here and there.</summary>
    CameraPose _pose = null!;

    readonly List<FieldPin> _pins = [];

    static (double X, double Y) Seen(CameraPose pose, double x, double y) =>
        RenderedField.Camera.TryProject(pose.ToCamera(new(x, y, 0)), out var u, out var v) ? (u, v) : throw new InvalidOperationException("It is not in view.");

    /// <summary>Follows a drag of a mark of the field, so that the next mark is found where it is drawn.</summary>
    void Follow((double X, double Y) from, (double X, double Y) to)
    {
        var alignment = new FieldAlignment(RenderedField.Camera, Field);
        Assert.That(alignment.TryFindGround(_pose, from.X, from.Y, out var place), Is.True);
        _pins.Add(new(place, to.X, to.Y));
        _pose = alignment.Pull(_pose, _pins);
    }

    [Test]
    public async Task Field_DraggedOntoThePicture_IsFittedAndSaved()
    {
        using var folder = new TemporaryFolder();
        ImageFile.Write(folder["field.png"], RenderedField.Picture(Truth).View);
        new CameraFile(RenderedField.Camera) { Name = "head" }.Write(folder["head.yaml"]);
        await using var program = await PageProgram.StartAsync(
            Browser, ["calibrate", "field", folder["field.png"], "--web", "--calibration", folder["head.yaml"]], "#output");
        var (page, phase) = (program.Page, program.Page.Locator("#phase"));
        await Expect(phase).ToHaveTextAsync("to be dragged");
        await Expect(page.Locator("#save")).ToBeDisabledAsync();

        var box = (await page.Locator("#marks").BoundingBoxAsync())!;
        (float X, float Y) OnScreen((double X, double Y) place) => ((float)(box.X + place.X * box.Width / 640), (float)(box.Y + place.Y * box.Height / 480));
        await Expect(page.Locator("#picture")).ToHaveJSPropertyAsync("complete", true);
        _pose = new FieldAlignment(RenderedField.Camera, Field).Start(null);
        _pins.Clear();
        var count = 0;
        foreach (var (x, y) in new[] { (2.5, 1.5), (4.5, -1.5), (3.5, -1.5) })
        {
            var (from, to) = (Seen(_pose, x, y), Seen(Truth, x, y));
            var ((fromX, fromY), (toX, toY)) = (OnScreen(from), OnScreen(to));
            await page.Mouse.MoveAsync(fromX, fromY);
            await page.Mouse.DownAsync();
            await page.Mouse.MoveAsync((fromX + toX) / 2, (fromY + toY) / 2, new() { Steps = 3 });
            await page.Mouse.MoveAsync(toX, toY, new() { Steps = 3 });
            await page.Mouse.UpAsync();
            await Expect(phase).ToHaveTextAsync(++count == 1 ? "1 place set" : $"{count} places set");
            Follow(from, to);
        }

        // The last one by keys: the cross starts where the mouse was last.
        await page.Locator("#marks").FocusAsync();
        var cross = Seen(Truth, 3.5, -1.5);
        var (want, seen) = (Seen(_pose, 3.5, 1.5), Seen(Truth, 3.5, 1.5));
        await WalkAsync(page, cross, want);
        await PageProgram.PressAsync(page, "Space");
        await Expect(phase).ToHaveTextAsync("4 places set");
        await WalkAsync(page, want, seen);
        await PageProgram.PressAsync(page, "Space");
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme });
            await IsAccessibleAsync(page);
        }

        await PageProgram.PressAsync(page, "f");
        await Expect(phase).ToHaveTextAsync("fitted");
        await Expect(page.Locator("#numbers tr")).ToHaveCountAsync(4);
        await PageProgram.PressAsync(page, "Control+z");
        await Expect(phase).ToHaveTextAsync("4 places set");
        await page.Locator("#fit").ClickAsync();
        await Expect(phase).ToHaveTextAsync("fitted");
        await page.SetViewportSizeAsync(390, 844);
        await Expect(page.Locator("html")).ToHaveJSPropertyAsync("scrollWidth", 390);
        await page.Locator("#save").ClickAsync();
        await Expect(page.Locator("#told")).ToHaveTextAsync("Saved in head.yaml");
        var found = CameraFile.Read(folder["head.yaml"]).Pose!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(found.Height, Is.EqualTo(Truth.Height).Within(0.015));
            Assert.That(found.Roll, Is.EqualTo(Truth.Roll).Within(0.4 * Degree));
            Assert.That(found.Pitch, Is.EqualTo(Truth.Pitch).Within(0.4 * Degree));
        }

        program.Interrupt();
        Assert.That(program.WaitForEnd().ExitCode, Is.Zero);
    }

    /// <summary>Moves the cross by arrow keys, to four pixels.</summary>
    static async Task WalkAsync(IPage page, (double X, double Y) from, (double X, double Y) to)
    {
        foreach (var (distance, forth, back) in new[] { (to.X - from.X, "ArrowRight", "ArrowLeft"), (to.Y - from.Y, "ArrowDown", "ArrowUp") })
        {
            var (steps, key) = ((int)Math.Round(Math.Abs(distance) / 4), distance > 0 ? forth : back);
            for (; steps >= 6; steps -= 6) await page.Keyboard.PressAsync($"Shift+{key}");
            for (; steps > 0; steps--) await page.Keyboard.PressAsync(key);
        }
    }

    [Test]
    public void Field_PageWithPoses_IsWrongUse()
    {
        using var folder = new TemporaryFolder();
        new CameraFile(RenderedField.Camera).Write(folder["head.yaml"]);
        var result = InProcess.Run(
            "calibrate", "field", "none.png", "--web", "--calibration", folder["head.yaml"], "--poses", folder["poses.jsonl"]);
        Assert.That((result.ExitCode, result.Errors.Contains("--web and --poses", StringComparison.Ordinal)), Is.EqualTo((2, true)), result.Errors);
    }
}
