using Microsoft.Playwright;
using RobotVision.Capture;
using RobotVision.CommandLine;
using RobotVision.Controls;
using RobotVision.Inference;
using RobotVision.Onboard.Live;
using RobotVision.Pipeline;
using RobotVision.Testing;
using RobotVision.Web;
using static Microsoft.Playwright.Assertions;

namespace RobotVision.Tools.Tests.Run;

/// <summary>The camera's controls on the live page in a real browser; the camera's driver is a stand-in, since machines that test have no camera.</summary>
[CancelAfter(600_000)]
public class CameraPanelTests : PageTests
{
    [Test]
    public async Task Camera_ControlsChangedOnThePage_ReachTheDriverAndTheFile(CancellationToken cancellationToken)
    {
        using var folder = new TemporaryFolder();
        var driver = new CameraDriver();
        var controls = new CameraControls("/dev/v4l/by-id/usb-head", new Dictionary<string, long> { ["gain"] = 33 }, driver.Open);
        controls.Apply();
        using var model = VisionModel.Load(Workplace.Model, new() { Accelerator = Accelerator.Cpu });
        using var source = new PacedSource(new VideoFileSource(TestVideo.Write(folder["clip.mp4"], 3000), TimeProvider.System), TimeProvider.System);
        var pipeline = new VisionPipeline(source, model, [], TimeProvider.System);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var feed = new LiveFeed(pipeline, TimeProvider.System);
        var endpoints = new LiveEndpoints(feed, pipeline, folder["kept"])
        {
            Extras = [new CameraPanel(controls), new OptionsSaver(pipeline, folder["robot.json"], [controls])],
        };
        var server = await PageServer.StartAsync([LiveEndpoints.Page], 0, endpoints.Map, TimeProvider.System);
        var run = pipeline.RunAsync(ending.Token);
        var page = await Browser.NewPageAsync();
        await page.GotoAsync(server.Address);
        await Expect(page.Locator("#camera")).ToBeVisibleAsync();
        await page.Locator("#camera summary").FocusAsync();
        await PageProgram.PressAsync(page, "Enter");
        await Expect(page.Locator("#control-gain")).ToHaveValueAsync("33");
        await Expect(page.Locator("#camera-controls .group")).ToHaveTextAsync(["User Controls", "Camera Controls"]);
        await IsAccessibleAsync(page);

        // The exposure time can be moved once exposure is manual, by keys.
        await Expect(page.Locator("#control-exposure_time_absolute")).ToBeDisabledAsync();
        await page.Locator("#control-auto_exposure").SelectOptionAsync("Manual Mode");
        await Expect(page.Locator("#control-exposure_time_absolute")).ToBeEnabledAsync();
        await page.Locator("#control-exposure_time_absolute").FocusAsync();
        await PageProgram.PressAsync(page, "ArrowRight", "ArrowRight");
        await UntilAsync(() => driver["Exposure Time, Absolute"] == 252, "the exposure time at the driver");
        await page.GetByRole(AriaRole.Button, new() { Name = "Focus, Once" }).ClickAsync();
        await UntilAsync(() => driver.Written.Contains("Focus, Once"), "the button at the driver");

        await page.Locator("#save-options").ClickAsync();
        await Expect(page.Locator("#told")).ToHaveTextAsync("Saved in robot.json");
        Assert.That(SavedOptions.Read(folder["robot.json"]).Cameras["/dev/v4l/by-id/usb-head"], Is.EqualTo(
            new Dictionary<string, long> { ["gain"] = 33, ["auto_exposure"] = 1, ["exposure_time_absolute"] = 252 }));

        await page.Locator("#camera-reset").ClickAsync();
        await Expect(page.Locator("#control-gain")).ToHaveValueAsync("10");
        await Expect(page.Locator("#control-exposure_time_absolute")).ToBeDisabledAsync();
        driver.IsThere = false;
        await Expect(page.Locator("#camera-none")).ToBeVisibleAsync();

        // The same program once more, at the same port: its new address is opened in the same window.
        await server.DisposeAsync();
        await Expect(page.Locator("#banner")).ToHaveTextAsync("The program does not answer; this page waits for it.");
        await using var anew = await PageServer.StartAsync([LiveEndpoints.Page], server.Port, endpoints.Map, TimeProvider.System);
        await Expect(page.Locator("#banner")).ToHaveTextAsync("The program was started anew: open the address that it printed then.");
        await page.EvaluateAsync("address => { location.href = address; }", anew.Address);
        await Expect(page.Locator("#camera")).ToBeVisibleAsync();
        await Expect(page.Locator("#fps-now")).Not.ToHaveTextAsync("–");
        await Expect(page.Locator("#banner")).ToBeHiddenAsync();
        await page.CloseAsync();
        await ending.CancelAsync();
        await run;
    }
}
