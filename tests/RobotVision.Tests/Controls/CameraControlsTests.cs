using RobotVision.Capture;
using RobotVision.Controls;
using RobotVision.Testing;
using RobotVision.Tests.Capture;
using RobotVision.Video;

namespace RobotVision.Tests.Controls;

/// <summary>The controls of a camera whose driver is a stand-in.</summary>
public class CameraControlsTests
{
    readonly CameraDriver _driver = new();

    CameraControls Controls(params (string Name, long Value)[] wanted) =>
        new("/dev/v4l/by-id/usb-head", wanted.ToDictionary(one => one.Name, one => one.Value), _driver.Open);

    [SetUp]
    public void Plug()
    {
        _driver.IsThere = true;
        _driver.Forget();
        _driver.Written.Clear();
    }

    [Test]
    public void Read_OfADriver_GivesAllWithANumberAsItDescribesThem()
    {
        var controls = Controls().Read();
        CameraControl Named(string name) => controls.Single(control => control.Name == name);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(controls.Select(control => control.Name), Is.EqualTo(new[]
            {
                "brightness", "white_balance_automatic", "gain", "white_balance_temperature", "auto_exposure", "exposure_time_absolute", "rate_limit",
                "focus_once", "exposure_fine", "temperature",
            }));
            var exposure = Named("exposure_time_absolute");
            Assert.That((exposure.Label, exposure.Group, exposure.Kind), Is.EqualTo(("Exposure Time, Absolute", "Camera Controls", ControlKind.Number)));
            Assert.That((exposure.Minimum, exposure.Maximum, exposure.Step, exposure.Default, exposure.Value), Is.EqualTo((3L, 2047L, 1L, 250L, 250L)));
            Assert.That((exposure.IsInactive, Named("gain").IsInactive, Named("temperature").IsReadOnly), Is.EqualTo((true, false, true)));
            Assert.That(Named("auto_exposure").Menu, Is.EqualTo(new ControlChoice[] { new(1, "Manual Mode"), new(3, "Aperture Priority Mode") }));
            Assert.That(Named("rate_limit").Menu.Select(choice => choice.Label), Is.EqualTo(new[] { "15", "30", "60" }));
            Assert.That(Named("brightness").Minimum, Is.EqualTo(-64));
        }
    }

    [Test]
    public void Set_EachKind_ReachesTheDriverAndIsRemembered()
    {
        var controls = Controls();
        controls.Set("brightness", -20);
        controls.Set("exposure_fine", 1L << 35);
        controls.Set("rate_limit", 2);
        controls.Set("focus_once", 0);
        Assert.That((_driver["Brightness"], _driver["Exposure, Fine"], _driver["Rate Limit"]), Is.EqualTo((-20L, 1L << 35, 2L)));
        Assert.That(_driver.Written, Does.Contain("Focus, Once"));
        Assert.That(controls.Wanted, Is.EqualTo(new Dictionary<string, long> { ["brightness"] = -20, ["exposure_fine"] = 1L << 35, ["rate_limit"] = 2 }));
    }

    [TestCase("brightness", 65, "expected -64..64, found 65")]
    [TestCase("white_balance_temperature", 2805, "in steps of 10")]
    [TestCase("auto_exposure", 2, "expected one of 1 (Manual Mode), 3 (Aperture Priority Mode), found 2")]
    [TestCase("temperature", 50, "it can only be read")]
    [TestCase("zoom", 1, "expected one of brightness")]
    public void Set_WhatTheDriverDoesNotTake_SaysWhatItTakes(string name, int value, string problem)
    {
        var controls = Controls();
        Assert.That(() => controls.Set(name, value), Throws.TypeOf<InvalidDataException>().With.Message.Contains(problem));
        Assert.That((_driver.Written, controls.Wanted), Is.EqualTo((Array.Empty<string>(), new Dictionary<string, long>())));
    }

    [Test]
    public void Set_ControlThatAnotherOneRules_FailsWithTheDriversReason() =>
        Assert.That(() => Controls().Set("exposure_time_absolute", 100), Throws.TypeOf<IOException>().With.Message.Contains("Exposure Time, Absolute"));

    [Test]
    public void Read_CameraThatComesBack_HasItsControlsSetAgainInTheRightOrder()
    {
        var controls = Controls(("exposure_time_absolute", 100), ("auto_exposure", 1), ("gain", 200), ("zoom", 3));
        FakeLiveInput first = new((DecoderOutcome.Picture, 4), (DecoderOutcome.End, 0)), second = new((DecoderOutcome.Picture, 4));
        var inputs = new Queue<ILiveInput?>([first, null, second]);
        using var source = new LiveSource("camera", () => LiveSource.OpenWith(controls, inputs.Dequeue), new ManualTimeProvider());
        using var frame = new FramePool(1).Rent(CancellationToken.None);
        Assert.That(source.Read(frame), Is.EqualTo(ReadOutcome.Frame));
        Assert.That((_driver["Auto Exposure"], _driver["Exposure Time, Absolute"]), Is.EqualTo((1L, 100L)));
        Assert.That(controls.Problems, Has.Count.EqualTo(2));
        Assert.That(controls.Problems, Has.Some.Contain("no control 'zoom'").And.Some.Contain("gain: expected 0..100, found 200"));
        source.Read(frame); // it is pulled out
        _driver.Forget();
        while (source.Read(frame) != ReadOutcome.Frame) Assert.That(inputs, Is.Not.Empty);
        Assert.That(_driver["Exposure Time, Absolute"], Is.EqualTo(100));
    }

    [Test]
    public void Apply_ValueThatHasNoEffectNow_IsNoProblem()
    {
        var controls = Controls(("exposure_time_absolute", 100));
        controls.Apply();
        Assert.That(controls.Problems, Is.Empty);
    }

    [Test]
    public void Reset_SetsTheDriversValuesAndForgetsOurs()
    {
        var controls = Controls(("gain", 50));
        controls.Apply();
        controls.Reset();
        Assert.That((_driver["Gain"], controls.Wanted.Count), Is.EqualTo((10L, 0)));
    }

    [Test]
    public void Read_CameraThatIsAway_HasNone()
    {
        _driver.IsThere = false;
        Assert.That(Controls().Read(), Is.Empty);
        Assert.That(() => Controls().Set("gain", 1), Throws.TypeOf<InvalidDataException>().With.Message.Contains("it is gone"));
    }

    /// <summary>A file is no camera, but it can be opened, and the system refuses the request.</summary>
    [Test]
    public void Read_FileThatIsNoCamera_FailsWithTheSystemsReason()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["video0"], "");
        var controls = new CameraControls("none", new Dictionary<string, long>(), () => ControlDevice.TryOpen(folder["video0"]));
        Assert.That(controls.Read, Throws.TypeOf<IOException>().With.Message.Contains("its controls cannot be listed"));
        Assert.That(ControlDevice.TryOpen(folder["video1"]), Is.Null);
    }
}
