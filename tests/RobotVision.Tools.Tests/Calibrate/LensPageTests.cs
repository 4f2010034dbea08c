using System.Globalization;
using Microsoft.Playwright;
using RobotVision.Calibration.Tests.Boards;
using RobotVision.Cameras;
using RobotVision.Imaging;
using RobotVision.Testing;
using static Microsoft.Playwright.Assertions;

namespace RobotVision.Tools.Tests.Calibrate;

/// <summary>The page of <c>calibrate intrinsics --web</c> in a real browser; the camera is a folder of rendered photos.</summary>
[CancelAfter(600_000)]
public class LensPageTests : PageTests
{
    const int Views = 14;

    /// <summary>Different views, one of them again, and at last a blurred one.</summary>
    static void WritePhotos(TemporaryFolder folder)
    {
        Directory.CreateDirectory(folder["photos"]);
        var placements = BoardScene.Placements(BoardScene.Pinhole, Views + 1, 11);
        for (var i = 0; i <= Views + 1; i++)
        {
            var picture = BoardScene.Render(BoardScene.Pinhole, placements[i <= Views ? i % Views : Views]);
            if (i > Views) Blur(picture);
            ImageFile.Write(folder[$"photos/{i:00}.png"], picture.View);
        }
    }

    static void Blur(BgrImage picture)
    {
        using var pixels = OpenCvSharp.Mat.FromPixelData(picture.Height, picture.Width, OpenCvSharp.MatType.CV_8UC3, picture.Pixels);
        OpenCvSharp.Cv2.Blur(pixels, pixels, new(9, 9));
    }

    [Test]
    public async Task Intrinsics_OnThePage_CollectsRefusesCalibratesAndSaves()
    {
        using var folder = new TemporaryFolder();
        WritePhotos(folder);
        await using var program = await PageProgram.StartAsync(Browser,
        [
            "calibrate", "intrinsics", folder["photos"], "--web", "--pattern", "9x6", "--square", "0.025", "--window", "5", "--output", folder["head.yaml"],
        ], "#output");
        var page = program.Page;
        await Expect(page.Locator("#phase")).ToHaveTextAsync("ended");
        Assert.That(int.Parse((await page.Locator("#kept").TextContentAsync())!, CultureInfo.InvariantCulture), Is.InRange(Views - 2, Views));
        await Expect(page.Locator("#verdict")).ToContainTextAsync("Refused: blurred (sharpness");
        await Expect(page.Locator("#parameters tr")).ToHaveCountAsync(9);
        Assert.That(int.Parse((await page.Locator("#seen").TextContentAsync())!.Split(' ')[0], CultureInfo.InvariantCulture), Is.GreaterThan(60));
        Assert.That(() => page.EvaluateAsync<int>("""
            () => {
              const canvas = document.getElementById("coverage");
              const data = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
              const colours = new Set();
              for (let i = 0; i < data.length; i += 4) colours.add(data.slice(i, i + 3).join());
              return colours.size;
            }
            """).Result, Is.GreaterThan(3), "the map shows cells");
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme });
            await IsAccessibleAsync(page);
        }

        await page.SetViewportSizeAsync(390, 844);
        await Expect(page.Locator("html")).ToHaveJSPropertyAsync("scrollWidth", 390);
        await page.Locator("#save").FocusAsync();
        await PageProgram.PressAsync(page, "Enter");
        await Expect(page.Locator("#told")).ToContainTextAsync("Saved in head.yaml, from");
        var found = CameraFile.Read(folder["head.yaml"]).Camera.Intrinsics;
        Assert.That(found.Fx, Is.EqualTo(BoardScene.Pinhole.Intrinsics.Fx).Within(1).Percent);
        Assert.That(found.Cx, Is.EqualTo(BoardScene.Pinhole.Intrinsics.Cx).Within(4));
        program.Interrupt();
        var end = program.WaitForEnd();
        Assert.That((end.ExitCode, end.Errors), Is.EqualTo((0, end.Errors)));
        Assert.That(end.Errors, Does.Not.Contain("bug in"));
    }
}
