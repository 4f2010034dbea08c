using System.CommandLine;
using Microsoft.ML.OnnxRuntime;
using RobotVision.CommandLine;
using RobotVision.Detections;

namespace RobotVision.Tools.Tests.Options;

/// <summary>How failures are told. In this process, since some of them no command line brings about.</summary>
[NonParallelizable]
public class CommandRunnerTests
{
    /// <summary>Runs a command that does something.</summary>
    static (int ExitCode, string Errors) Run(Action action)
    {
        var command = new Command("work");
        command.SetAction(_ => action());
        return InProcess.Run(command);
    }

    [Test]
    public void RunAsync_WrongOption_IsWrongUseInOneLine()
    {
        var (exitCode, errors) = Run(() => PlaceOptions.ParsePose("60cm"));
        Assert.That((exitCode, errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length), Is.EqualTo((2, 1)), errors);
        Assert.That(errors, Does.StartWith("error: --pose: expected"));
    }

    static IEnumerable<TestCaseData> Faults()
    {
        yield return new TestCaseData((Action)(() => { GridLayout.Of(7); })).SetArgDisplayNames("an argument of ours");
        yield return new TestCaseData((Action)(() => { new Dictionary<int, int> { { 1, 1 } }.Add(1, 1); })).SetArgDisplayNames("an argument of the library");
        yield return new TestCaseData((Action)(() => { new int[3].AsSpan().CopyTo(new int[2]); })).SetArgDisplayNames("an argument without a name");
        yield return new TestCaseData((Action)(() => throw new InvalidOperationException("impossible"))).SetArgDisplayNames("an invalid operation");
        yield return new TestCaseData((Action)(() => throw new AggregateException(new OverflowException("impossible")))).SetArgDisplayNames("an overflow on another thread");
    }

    /// <summary>Every ArgumentException used to be told as wrong use, and everything else to end in the runtime's dump.</summary>
    [TestCaseSource(nameof(Faults))]
    public void RunAsync_Fault_IsNoWrongUseAndKeepsItsStackTrace(Action action)
    {
        var (exitCode, errors) = Run(action);
        Assert.That(exitCode, Is.EqualTo(70), errors);
        Assert.That(errors, Does.StartWith("error: a fault of RobotVision itself").And.Contain("   at "));
    }

    const string Missing = """
        Unable to load shared library 'OpenCvSharpExtern' or one of its dependencies. In order to help diagnose loading problems, consider using a tool like strace.
        /opt/robotvision/runtimes/linux-x64/native/OpenCvSharpExtern.so: cannot open shared object file: No such file or directory
        libgtk-3.so.0: cannot open shared object file: No such file or directory
        """;

    static IEnumerable<TestCaseData> NativeFailures()
    {
        yield return new TestCaseData(new TypeInitializationException("NativeMethods", new DllNotFoundException(Missing)), "'OpenCvSharpExtern' needs libgtk-3.so.0, which is not there. Run tools/setup.sh; 'robotvision doctor'");
        yield return new TestCaseData(new DllNotFoundException("Unable to load shared library 'onnxruntime' or one of its dependencies."), "'onnxruntime' is not there. Run tools/setup.sh");
        yield return new TestCaseData(new OpenCvSharp.OpenCvSharpException("Mat is empty\nin detail"), "OpenCV failed: Mat is empty. 'robotvision doctor'");
        yield return new TestCaseData(new InvalidDataException("the camera is gone"), "the camera is gone");
        yield return new TestCaseData(new InsufficientMemoryException("the memory is used up"), "the memory is used up");
    }

    [TestCaseSource(nameof(NativeFailures))]
    public void RunAsync_LibraryThatFails_IsToldInOneLineWithWhatToDo(Exception exception, string words)
    {
        var (exitCode, errors) = Run(() => throw exception);
        Assert.That((exitCode, errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length), Is.EqualTo((1, 1)), errors);
        Assert.That(errors, Does.StartWith("error: ").And.Contain(words));
    }

    [Test]
    public void RunAsync_OnnxRuntimeThatFails_IsToldInOneLineWithWhatToDo()
    {
        var (exitCode, errors) = Run(() => _ = new InferenceSession([1, 2, 3]));
        Assert.That(exitCode, Is.EqualTo(1), errors);
        Assert.That(errors, Does.StartWith("error: ONNX Runtime failed: ").And.Contain("'robotvision doctor'").And.Not.Contain("   at "));
    }

    [Test]
    public void RunAsync_FailureThatQuotesAPassword_HidesIt()
    {
        var (_, errors) = Run(() => throw new IOException("Camera 'rtsp://cam:secret@host/x?token=secret': it refuses."));
        Assert.That(errors, Is.EqualTo("error: Camera 'rtsp://***@host/x?token=***': it refuses.\n"));
    }

    [Test]
    public void RunAsync_UnknownArgumentWithAPassword_HidesIt()
    {
        var (exitCode, errors) = InProcess.Run(new Command("work"), "rtsp://cam:secret@host/x");
        Assert.That((exitCode, errors.Contains("secret", StringComparison.Ordinal)), Is.EqualTo((2, false)), errors);
    }
}
