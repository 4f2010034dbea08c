using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace RobotVision.Tools.Tests.Tag;

/// <summary>What must never happen to labels on the page of <c>robotvision tag</c>: lost, in the wrong frame, or made by nobody.</summary>
[CancelAfter(600_000)]
public class TagLabelsTests : TagTests
{
    const string Rows = "#objects li:not(.guess) .what", Guesses = "#objects li.guess", Told = "#told", Number = "#number", Status = "#status";

    int Count(int frame) => Labels(frame)?.Count(sign => sign == '\n') ?? -1;

    static Task IsAtAsync(IPage page, int number) => Expect(page.Locator(Number)).ToHaveValueAsync(number.ToString(CultureInfo.InvariantCulture));

    /// <summary>Drags the mouse over the picture; places are parts of its view.</summary>
    static async Task DragAsync(IPage page, float x1, float y1, float x2, float y2)
    {
        var view = (await page.Locator("#picture").BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(view.X + x1 * view.Width, view.Y + y1 * view.Height);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(view.X + x2 * view.Width, view.Y + y2 * view.Height, new() { Steps = 3 });
        await page.Mouse.UpAsync();
    }

    [Test]
    public async Task ChangeThatIsNotSavedYet_IsPartOfItsFrame()
    {
        RenderedFrames.WriteImages(Folder, 3);
        await using var program = await TagProgram.StartAsync(Browser, Set, "--no-model");
        var page = program.Page;
        await TagProgram.PressAsync(page, "1", "r");
        await UntilAsync(() => Count(0) == 1, "the first box");
        var inTheWay = Path.Combine(Set, "labels", ".match-000000.partial.txt"); // where the file is written first
        Directory.CreateDirectory(inTheWay);
        await TagProgram.PressAsync(page, "2", "r");
        await Expect(page.Locator("#banner")).ToContainTextAsync("Not saved yet");
        await TagProgram.PressAsync(page, "d");
        await IsAtAsync(page, 2);
        await TagProgram.PressAsync(page, "a");
        await IsAtAsync(page, 1);
        await Expect(page.Locator(Rows)).ToHaveCountAsync(2);
        await TagProgram.PressAsync(page, "Control+z");
        await Expect(page.Locator(Told)).ToContainTextAsync("not saved yet");
        await TagProgram.PressAsync(page, "3", "r");
        await Expect(page.Locator(Rows)).ToHaveTextAsync(["ball", "robot", "goalpost"]);
        Assert.That(Count(0), Is.EqualTo(1), "nothing was taken back");
        Directory.Delete(inTheWay);
        await UntilAsync(() => Count(0) == 3, "all boxes saved");
    }

    [Test]
    public async Task Guesses_OfFramesThatLookAlike_AreDecidedInEachAndOnlyOnce()
    {
        WriteLikeFrames(4);
        await using var program = await TagProgram.StartAsync(Browser, Set);
        var page = program.Page;
        await page.RouteAsync("**/api/frames/2", async route => // the model has not looked at this one
        {
            if (route.Request.Method != "GET")
            {
                await route.ContinueAsync();
                return;
            }

            var answer = await (await route.FetchAsync()).JsonAsync();
            var left = answer!.Value.EnumerateObject().Where(part => part.Name != "guesses").ToDictionary(part => part.Name, part => part.Value);
            await route.FulfillAsync(new() { Body = JsonSerializer.Serialize(left), ContentType = "application/json" });
        });
        await Expect(page.Locator(Guesses)).Not.ToHaveCountAsync(0);
        var count = await page.Locator(Guesses).CountAsync();
        await TagProgram.PressAsync(page, "e", "Delete", "Space");
        await IsAtAsync(page, 2);
        await Expect(page.Locator(Guesses)).ToHaveCountAsync(count);
        await TagProgram.PressAsync(page, "Space");
        await IsAtAsync(page, 3);
        await UntilAsync(() => Count(1) == count, "the guesses of the second frame");
        await TagProgram.PressAsync(page, "Space");
        await Expect(page.Locator(Told)).ToContainTextAsync("has not looked");
        await TagProgram.PressAsync(page, "u", "a", "a");
        await IsAtAsync(page, 1);
        await Expect(page.Locator(Status)).ToHaveTextAsync("done");
        await Expect(page.Locator(Guesses)).ToHaveCountAsync(0);
        await TagProgram.PressAsync(page, "Space", "Space", "Space");
        await IsAtAsync(page, 4);
        Assert.That((Count(0), Count(1), Labels(2)), Is.EqualTo((count - 1, count, (string?)null)), "the refused guess stays refused, unclear stays unclear");

        // A guess that is moved becomes a label of this frame alone, also where the first box is a followed one.
        await TagProgram.PressAsync(page, "Home", "e", "f");
        await Expect(page.Locator(Told)).ToContainTextAsync("followed into");
        await TagProgram.PressAsync(page, "End");
        await IsAtAsync(page, 4);
        await Expect(page.Locator(Guesses)).Not.ToHaveCountAsync(0);
        await TagProgram.PressAsync(page, "e", "f");
        await Expect(page.Locator(Told)).ToContainTextAsync("followed into 0");
        var waiting = await page.Locator(Guesses).CountAsync();
        Assume.That(waiting, Is.GreaterThan(0));
        await page.Locator(Guesses).First.ClickAsync();
        await page.Locator("#picture").FocusAsync();
        var follows = 0;
        page.Request += (_, request) => follows += request.Url.EndsWith("/api/follow", StringComparison.Ordinal) ? 1 : 0;
        await TagProgram.PressAsync(page, "ArrowLeft");
        await Expect(page.Locator(Guesses)).ToHaveCountAsync(waiting - 1);
        await Task.Delay(1000);
        Assert.That(follows, Is.Zero);
    }

    [Test]
    public async Task Mouse_DrawsInThePictureThatIsSeen()
    {
        RenderedFrames.WriteImages(Folder, 3);
        await using var program = await TagProgram.StartAsync(Browser, Set, "--no-model");
        var slow = new TaskCompletionSource();
        var page = await program.OpenWindowAsync(async page =>
        {
            await page.RouteAsync("**/api/frames/1/image", async route =>
            {
                await slow.Task;
                await route.ContinueAsync();
            });
            await page.RouteAsync("**/api/frames/2/image", route => route.AbortAsync());
        });
        await TagProgram.PressAsync(page, "2", "d");
        await DragAsync(page, 0.4f, 0.4f, 0.5f, 0.5f);
        await UntilAsync(() => Count(0) == 1, "the box in the frame that is seen");
        await Expect(page.Locator(Told)).ToHaveTextAsync("Waiting for the program …");
        await IsAtAsync(page, 1);
        slow.SetResult();
        await IsAtAsync(page, 2);
        await Expect(page.Locator(Status)).ToHaveTextAsync("not tagged");
        await UntilAsync(() => File.Exists(Path.Combine(Set, "tagged.txt")), "the first frame done");

        // A point beside the image is none.
        await TagProgram.PressAsync(page, "5");
        await DragAsync(page, 0.002f, 0.5f, 0.002f, 0.5f);
        await DragAsync(page, 0.5f, 0.5f, 0.5f, 0.5f);
        await UntilAsync(() => Count(1) == 1, "the point in the image alone");

        await TagProgram.PressAsync(page, "d");
        await IsAtAsync(page, 3);
        await Expect(page.Locator("#problem")).ToContainTextAsync("cannot be shown");
        await DragAsync(page, 0.4f, 0.4f, 0.5f, 0.5f);
        await TagProgram.PressAsync(page, "r", "Space", "a");
        await IsAtAsync(page, 2);
        Assert.That(Labels(2), Is.Null, "nobody has seen this frame");
    }

    [Test]
    public async Task Conflict_AfterTheFrameIsLeft_KeepsWhatTheUserChooses()
    {
        RenderedFrames.WriteImages(Folder, 2);
        await using var program = await TagProgram.StartAsync(Browser, Set, "--no-model");
        var hasLeft = new TaskCompletionSource();
        var deaf = await program.OpenWindowAsync(async page =>
        {
            await page.RouteAsync("**/api/changes", route => route.AbortAsync());
            await page.RouteAsync("**/api/frames/0", async route =>
            {
                if (route.Request.Method == "PUT") await hasLeft.Task;
                await route.ContinueAsync();
            });
        });
        await TagProgram.PressAsync(program.Page, "1", "r");
        await UntilAsync(() => Count(0) == 1, "the ball of the first window");
        await TagProgram.PressAsync(deaf, "3", "r", "d");
        await IsAtAsync(deaf, 2);
        hasLeft.SetResult();
        var dialog = deaf.Locator("#conflict");
        await Expect(dialog).ToBeVisibleAsync();
        await deaf.Keyboard.PressAsync("Escape");
        await deaf.Keyboard.PressAsync("Escape");
        await Expect(dialog).ToBeVisibleAsync();
        Assert.That(Labels(0), Does.StartWith("0 "), "nothing is decided");
        await deaf.Locator("#conflict button[value=mine]").ClickAsync();
        await UntilAsync(() => Labels(0)?.StartsWith("2 ", StringComparison.Ordinal) == true, "the goalpost of the deaf window");
        await IsAtAsync(deaf, 2);
        await Expect(dialog).ToBeHiddenAsync();
    }

    [Test]
    public async Task Undo_OfACorrectionOfAFollowedBox_LeavesTheFramesAroundAlone()
    {
        WriteLikeFrames(4);
        await using var program = await TagProgram.StartAsync(Browser, Set, "--no-model");
        var page = program.Page;
        await TagProgram.PressAsync(page, "1", "r", "f");
        await Expect(page.Locator(Told)).ToHaveTextAsync("followed into 3 frames");
        await TagProgram.GoToAsync(page, 2);
        var before = Labels(2);
        await TagProgram.PressAsync(page, "e", "ArrowLeft", "Control+z");
        await Expect(page.Locator(Told)).ToContainTextAsync("undo: ball moved");
        await Task.Delay(1000);
        await Expect(page.Locator("#redo")).ToBeEnabledAsync();
        Assert.That(Labels(2), Is.EqualTo(before));
    }

    void WriteLikeFrames(int count)
    {
        RenderedFrames.WriteImages(Folder, 1);
        for (var i = 1; i < count; i++) File.Copy(Path.Combine(Set, "images/match-000000.jpg"), Path.Combine(Set, $"images/match-00000{i}.jpg"));
    }

    [Test]
    public async Task KeysAndFields_OfAnyKeyboard_DoWhatTheySay()
    {
        const string small = "0 0.5 0.5 0.001 0.001\n"; // less than a pixel
        RenderedFrames.WriteImages(Folder, 2);
        Folder.Write("set/labels/match-000001.txt", small);
        await using var program = await TagProgram.StartAsync(Browser, Set, "--no-model", "--extra", "cone");
        var page = program.Page;
        var errors = new List<string>();
        page.Console += (_, message) => { if (message.Type == "error") errors.Add(message.Text); };
        Task TypeAsync(string key, string code, bool shift) => page.EvaluateAsync(
            "([key, code, shiftKey]) => document.getElementById('picture').dispatchEvent(new KeyboardEvent('keydown', { key, code, shiftKey, bubbles: true }))",
            new object[] { key, code, shift });
        await IsAccessibleAsync(page); // while the list of objects is empty
        await TagProgram.PressAsync(page, "1", "r");
        await TypeAsync("/", "Digit7", true); // German
        await Expect(page.Locator("#filter")).ToBeFocusedAsync();
        await page.Locator("#picture").FocusAsync();
        await TypeAsync("\"", "Digit2", true);
        await Expect(page.Locator(Rows)).ToHaveTextAsync("robot");
        await TypeAsync("Insert", "Numpad0", false); // without NumLock
        await TypeAsync("3", "Numpad3", false);
        await TagProgram.PressAsync(page, "r");
        await Expect(page.Locator(Rows)).ToHaveTextAsync(["robot", "goalpost"]);
        await TagProgram.PressAsync(page, "p");
        await page.Keyboard.TypeAsync("x");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(Told)).ToHaveTextAsync("Expected a frame behind this one, 2 to 2.");
        await TagProgram.PressAsync(page, "j");
        await page.Keyboard.TypeAsync("99999");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(Told)).ToHaveTextAsync("Expected a frame, 1 to 2.");
        for (var i = 0; i < 30; i++) await TagProgram.PressAsync(page, "r");
        await TagProgram.PressAsync(page, "e");
        await Expect(page.Locator("#objects li[aria-selected=true]")).ToBeInViewportAsync();
        await page.Locator("#classes").FocusAsync();
        await TagProgram.PressAsync(page, "ArrowDown", "ArrowDown");
        await Expect(page.Locator("#classes li[aria-selected=true]")).ToContainTextAsync("line_l");
        await page.Locator("#picture").FocusAsync();
        await TagProgram.PressAsync(page, "End", "e", "ArrowRight");
        await UntilAsync(() => Labels(1) != small, "the box smaller than a pixel moved");
        Assert.That(errors, Is.Empty);
    }

    [Test]
    public async Task Program_StartedAgainOnItsPort_IsFoundByTheOldWindow()
    {
        RenderedFrames.WriteImages(Folder, 2);
        await using var program = await TagProgram.StartAsync(Browser, Set, "--no-model");
        var page = program.Page;
        program.Interrupt();
        program.WaitForEnd();
        await Expect(page.Locator("#banner")).ToHaveTextAsync("The program does not answer: is it still running?");
        await TagProgram.PressAsync(page, "1", "r", "d");
        await Expect(page.Locator("#banner")).ToContainTextAsync("Not saved yet");
        await Expect(page.Locator(Told)).ToContainTextAsync("does not answer");
        await Expect(page.Locator(Status)).ToHaveTextAsync("begun");
        await IsAtAsync(page, 1);

        var port = new Uri(program.Origin).Port.ToString(CultureInfo.InvariantCulture);
        await using var again = await TagProgram.StartAsync(Browser, Set, "--no-model", "--port", port);
        await Expect(page.Locator("#banner")).ToContainTextAsync("Not saved yet: The program was started again");
        var other = await page.Context.NewPageAsync();
        await other.GotoAsync(again.Address);
        await UntilAsync(() => Count(0) == 1, "the box that waited");
        await Expect(page.Locator("#banner")).ToBeHiddenAsync();
        await TagProgram.PressAsync(other, "Home", "2", "r");
        await Expect(page.Locator(Rows)).ToHaveTextAsync(["ball", "robot"]);
    }
}
