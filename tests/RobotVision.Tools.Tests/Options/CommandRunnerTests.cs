using System.CommandLine;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Microsoft.ML.OnnxRuntime;
using RobotVision.CommandLine;
using RobotVision.Detections;
using RobotVision.Inference;
using RobotVision.Testing;

namespace RobotVision.Tools.Tests.Options;

/// <summary>How failures are reported, by family. In this process, since some of them no command line brings about.</summary>
[NonParallelizable]
public class CommandRunnerTests
{
    /// <summary>Runs a command that does something.</summary>
    static (int ExitCode, string Errors) Run(Action action, params string[] arguments)
    {
        var command = new Command("work");
        command.SetAction(_ => action());
        return InProcess.Run(command, arguments);
    }

    static int LinesOf(string errors) => errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length;

    [Test]
    public void RunAsync_WorkThatIsDone_SaysNothing() => Assert.That(Run(() => { }, "--verbose"), Is.EqualTo((0, "")));

    static IEnumerable<TestCaseData> UserFailures()
    {
        yield return new TestCaseData((Action)(() => PlaceOptions.ParsePose("60cm")), 2, "--pose: expected").SetArgDisplayNames("an option");
        yield return new TestCaseData((Action)(() => throw new InvalidDataException("the camera is gone")), 1, "the camera is gone")
            .SetArgDisplayNames("a file");
        yield return new TestCaseData((Action)(() => throw new FileNotFoundException("a.png: no such file")), 1, "a.png").SetArgDisplayNames("no file");
        yield return new TestCaseData((Action)(() => throw new AggregateException(new InvalidDataException("a.txt:2"))), 1, "a.txt:2")
            .SetArgDisplayNames("on another thread");
    }

    [TestCaseSource(nameof(UserFailures))]
    public void RunAsync_UserInputThatIsWrong_IsReportedInOneLine(Action action, int exitCode, string message)
    {
        var (found, errors) = Run(action);
        Assert.That((found, LinesOf(errors)), Is.EqualTo((exitCode, 1)), errors);
        Assert.That(errors, Does.StartWith("error: ").And.Contain(message));
    }

    static IEnumerable<TestCaseData> Bugs()
    {
        yield return new TestCaseData((Action)(() => { GridLayout.Of(7); })).SetArgDisplayNames("an argument of ours");
        yield return new TestCaseData((Action)(() => throw new ArgumentException("x: expected a shape")))
            .SetArgDisplayNames("an argument of ours without a name");
        yield return new TestCaseData((Action)(() => { new Dictionary<int, int> { { 1, 1 } }.Add(1, 1); })).SetArgDisplayNames("an argument of the library");
        yield return new TestCaseData((Action)(() => { new int[3].AsSpan().CopyTo(new int[2]); })).SetArgDisplayNames("a span that is too short");
        yield return new TestCaseData((Action)(() => { _ = Array.Empty<int>()[Environment.ProcessId]; })).SetArgDisplayNames("an index");
        yield return new TestCaseData((Action)(() => { _ = ((string?)null)!.Length; })).SetArgDisplayNames("a null reference");
        yield return new TestCaseData((Action)(() => throw new InvalidOperationException("impossible"))).SetArgDisplayNames("an invalid operation");
        yield return new TestCaseData((Action)(() => throw new NotSupportedException("impossible"))).SetArgDisplayNames("an operation that is not supported");
        yield return new TestCaseData((Action)(() => throw new AggregateException(new OverflowException("impossible"))))
            .SetArgDisplayNames("an overflow on another thread");
        yield return new TestCaseData((Action)(() => throw new OpenCvSharp.OpenCvSharpException("Mat is empty"))).SetArgDisplayNames("OpenCV, not translated");
        yield return new TestCaseData((Action)(() =>
        {
            OnnxEnvironment.Start();
            _ = new InferenceSession([1, 2, 3]);
        })).SetArgDisplayNames("ONNX Runtime, not translated");
    }

    [TestCaseSource(nameof(Bugs))]
    public void RunAsync_Bug_AsksForAReportWithTheStackTrace(Action action)
    {
        var (exitCode, errors) = Run(action);
        Assert.That(exitCode, Is.EqualTo(70), errors);
        Assert.That(errors, Does.StartWith("error: this is a bug in RobotVision. Please report it").And.Contain("Exception").And.Contain("   at "));
    }

    const string Missing = """
        Unable to load shared library 'OpenCvSharpExtern' or one of its dependencies.
        In order to help diagnose loading problems, consider using a tool like strace.
        /opt/robotvision/runtimes/linux-x64/native/OpenCvSharpExtern.so: cannot open shared object file: No such file or directory
        libgtk-3.so.0: cannot open shared object file: No such file or directory
        """;

    static IEnumerable<TestCaseData> EnvironmentFailures()
    {
        yield return new TestCaseData(
            new TypeInitializationException("NativeMethods", new DllNotFoundException(Missing)),
            "'OpenCvSharpExtern' needs libgtk-3.so.0, which is missing. Run tools/setup.sh");
        yield return new TestCaseData(
            new DllNotFoundException("Unable to load shared library 'onnxruntime' or one of its dependencies."),
            "'onnxruntime' is missing. Run tools/setup.sh; 'robotvision doctor'");
        yield return new TestCaseData(
            new DllNotFoundException("Unable to load shared library 'onnxruntime' or one of its dependencies.\n/x.so: Permission denied"),
            "this user may not read 'onnxruntime'. Give the permission");
        yield return new TestCaseData(
            new FileLoadException("Could not load file or assembly 'System.IO.Hashing, Version=10.0.0.15, Culture=neutral'. Permission denied"),
            "'System.IO.Hashing', a part of this program, cannot be read by this user.");
        yield return new TestCaseData(new FileNotFoundException("Could not find file '/x/a.png'."), "'/x/a.png': there is no such file.");
        yield return new TestCaseData(new DirectoryNotFoundException("Could not find a part of the path '/x/a'."), "'/x/a': there is no such folder.");
        yield return new TestCaseData(new UnauthorizedAccessException("Access to the path is denied."), "the standard output or error is closed");
        yield return new TestCaseData(new EnvironmentException("the program 'ffmpeg' is not on the PATH: install it"), "install it");
        yield return new TestCaseData(new InsufficientMemoryException("a smaller batch_size fits"), "a smaller batch_size fits");
        yield return new TestCaseData(new IOException("No space left on device : '/x'", 28), "'/x'. Free some space, or write elsewhere.");
        yield return new TestCaseData(new IOException("Output 'x' cannot be written: No space left : 'x'", new IOException("", 28)), "Free some space");
        yield return new TestCaseData(new IOException("Checkpoint 'x': No space left. Make room.", new IOException("", 28)), "No space left. Make room.\n");
        yield return new TestCaseData(new UnauthorizedAccessException("Access to the path '/x' is denied."),
            "Give this user the permission, or name another place.");
        yield return new TestCaseData(new SocketException((int)SocketError.AddressAlreadyInUse), "in use");
    }

    [TestCaseSource(nameof(EnvironmentFailures))]
    public void RunAsync_EnvironmentThatFails_IsReportedInOneLineWithWhatToDo(Exception exception, string message)
    {
        var (exitCode, errors) = Run(() => throw exception);
        Assert.That((exitCode, LinesOf(errors)), Is.EqualTo((1, 1)), errors);
        Assert.That(errors, Does.StartWith("error: ").And.Contain(message));
    }

    [TestCase("'tran' is no command of 'robotvision'; the nearest is 'train'.\n'robotvision --help' shows", "tran", "x.yaml")]
    [TestCase("'chek' is no command of 'data'; the nearest is 'check'.\n'robotvision data --help' shows", "data", "chek")]
    [TestCase("'--jsnol' is no option of 'replay'; the nearest is '--jsonl'.\n'robotvision replay --help' shows", "replay", "x.mp4", "--jsnol", "o")]
    [TestCase("'much': expected no further argument of 'train'.", "much", "train", "x.yaml", "--output", "o.onnx")]
    [TestCase("expected DATA, found none.\n'robotvision data check --help' shows", "data", "check")]
    [TestCase("expected a command of 'robotvision', found none.")]
    [TestCase("--jsonl: expected a value, found the option '--no-timing'. Was the value forgotten?", "replay", "x.mp4", "--jsonl", "--no-timing")]
    [TestCase("--output: expected a value, found the option '--help'.", "synthesize", "--output", "--help")]
    [TestCase("--realtime: expected an integer, found 'x'.", "run", "--camera", "0", "--realtime", "x")]
    [TestCase("--require: expected auto or cpu or cuda, found '1'.", "doctor", "--require", "1")]
    [TestCase("--threshold: expected each class once, found 'ball' twice.", "replay", "x.mp4", "--threshold", "ball=0.5", "--threshold", "ball=0.6")]
    [TestCase("--minutes: expected a time above 0, at most 100000, found 0.", "train", "x.yaml", "--output", "o.onnx", "--minutes", "0")]
    [TestCase("--output: expected a file that ends in .onnx, found 'o.txt'.", "train", "x.yaml", "--output", "o.txt")]
    [TestCase("--draw: expected --annotate or --contact-sheet too", "replay", "x.mp4", "--draw", "ball")]
    [TestCase("--output: expected the folder of a data set, found 'x.mp4'; --clip renders", "synthesize", "--output", "x.mp4")]
    [TestCase("--clip, --views: expected one of them, found 2.", "synthesize", "--output", "x.mp4", "--views", "--clip")]
    [TestCase("--split: expected a data set, found --clip", "synthesize", "--output", "x.mp4", "--clip", "--split", "val")]
    public void RunAsync_LineThatIsHardlyMeant_SaysWhatIsNearest(string message, params string[] line)
    {
        var (exitCode, errors) = InProcess.Run(line);
        Assert.That(exitCode, Is.EqualTo(2), errors);
        Assert.That(errors, Does.StartWith($"error: {message}"));
    }

    [TestCase("run", "--help", "--jsonl")]
    [TestCase("bench", "--help", "--json")]
    [TestCase("train", "--help", "--output")]
    [TestCase("help", "train")]
    [TestCase("version")]
    public void RunAsync_HelpInAnyPlace_IsGiven(params string[] line) => Assert.That(InProcess.Run(line), Is.EqualTo((0, "")));

    [Test]
    public void RunAsync_Stopped_IsNoErrorAndNoSuccess() => Assert.That(Run(() => throw new OperationCanceledException()), Is.EqualTo((1, "stopped\n")));

    [Test]
    public void RunAsync_Verbose_PrintsTheStackTraceToo()
    {
        var (exitCode, errors) = Run(() => throw new InvalidDataException("a.txt:2: no number", new FormatException("inside")), "--verbose");
        Assert.That(exitCode, Is.EqualTo(1), errors);
        Assert.That(errors, Does.StartWith("error: a.txt:2: no number\n").And.Contain("FormatException: inside").And.Contain("   at "));
    }

    /// <summary>Through the whole program: a subcommand, whose input is missing.</summary>
    [Test]
    public void RunAsync_VerboseBeforeOrBehindASubcommand_IsTaken()
    {
        string[] command = ["data", "check", "none/data.yaml"];
        var (plain, quiet) = (InProcess.Run(command), "   at ");
        Assert.That((plain.ExitCode, LinesOf(plain.Errors)), Is.EqualTo((1, 1)), plain.Errors);
        foreach (var verbose in new[] { InProcess.Run([.. command, "--verbose"]), InProcess.Run(["--verbose", .. command]) })
        {
            Assert.That(verbose.ExitCode, Is.EqualTo(1), verbose.Errors);
            Assert.That(verbose.Errors, Does.StartWith(plain.Errors).And.Contain(quiet));
        }
    }

    [Test]
    public void RunAsync_FailureThatQuotesAPassword_HidesIt()
    {
        var (_, errors) = Run(() => throw new IOException("Camera 'rtsp://cam:secret@host/x?token=secret': it refuses."));
        Assert.That(errors, Is.EqualTo("error: Camera 'rtsp://***@host/x?token=***': it refuses.\n"));
    }

    [TestCase]
    [TestCase("--verbose")]
    public void RunAsync_BugThatQuotesAPassword_HidesIt(params string[] arguments)
    {
        var (exitCode, errors) = Run(() => throw new InvalidOperationException("Camera 'rtsp://cam:secret@host/x?token=secret'"), arguments);
        Assert.That((exitCode, errors.Contains("secret", StringComparison.Ordinal)), Is.EqualTo((70, false)), errors);
    }

    [Test]
    public void RunAsync_UnknownArgumentWithAPassword_HidesIt()
    {
        var (exitCode, errors) = InProcess.Run(new Command("work"), "rtsp://cam:secret@host/x");
        Assert.That((exitCode, errors.Contains("secret", StringComparison.Ordinal)), Is.EqualTo((2, false)), errors);
    }

    /// <summary>A value of an option is the user's: an ArgumentException about it would be reported as a bug.</summary>
    [Test]
    public void Sources_MessagesThatBeginWithAnOption_AreOptionExceptions()
    {
        var wrong =
            from folder in new[] { "src", "tools" }
            from file in Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories)
            from Match match in Regex.Matches(File.ReadAllText(file), """new ArgumentException\([^"]{0,60}"(--|\{option)""")
            select $"{file}: {match.Value}";
        Assert.That(wrong, Is.Empty);
    }

    [TestCase("--calibration", "run", "--camera", "none.mp4", "--calibration", "")]
    [TestCase("--output", "train", "recipe.yaml", "--output", " ")]
    [TestCase("--jsonl", "replay", "match.mp4", "--jsonl", "")]
    [TestCase("INPUT", "replay", "")]
    public void Run_EmptyValue_IsWrongUseThatNamesIt(string name, params string[] arguments)
    {
        var (exitCode, errors) = InProcess.Run(arguments);
        Assert.That((exitCode, errors.TrimEnd()), Is.EqualTo((
            CommandRunner.WrongUse, $"error: {name}: expected a value, found an empty one. Is a variable of the shell not set?")));
    }
}
