namespace RobotVision.Tools.Tests.Options;

[NonParallelizable] // it captures the console
public class HelpTests
{
    [TestCase("run")]
    [TestCase("replay")]
    [TestCase("listen")]
    [TestCase("synthesize")]
    [TestCase("tag")]
    [TestCase("teach")]
    [TestCase("swap")]
    [TestCase("train")]
    [TestCase("fit-looks")]
    [TestCase("evaluate")]
    [TestCase("evaluate-ground")]
    [TestCase("evaluate-looks")]
    [TestCase("inspect")]
    [TestCase("calibrate")]
    [TestCase("data")]
    [TestCase("classroom")]
    [TestCase("merge")]
    [TestCase("status")]
    [TestCase("submit")]
    [TestCase("bench")]
    [TestCase("doctor")]
    public void Help_EveryCommand_HasAnExample(string command)
    {
        var result = CommandLine.Run(command, "--help");
        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        Assert.That(result.Output, Does.Contain($"Example: robotvision {command}").And.Contain("--verbose"));
    }

    [TestCase("data check")]
    [TestCase("data dedupe")]
    [TestCase("data export")]
    [TestCase("data extract")]
    [TestCase("data import")]
    [TestCase("data split")]
    [TestCase("data stats")]
    [TestCase("calibrate extrinsics")]
    [TestCase("calibrate field")]
    [TestCase("calibrate intrinsics")]
    [TestCase("calibrate latency")]
    [TestCase("submit kubernetes")]
    [TestCase("submit slurm")]
    public void Help_EverySubcommand_NeedsNoOption(string words)
    {
        var (exitCode, errors) = InProcess.Run([.. words.Split(' '), "--help"]);
        Assert.That((exitCode, errors), Is.EqualTo((0, "")));
    }

    [Test]
    public void Help_OfTheProgram_ListsOnlyCommandsThatAreTestedHere()
    {
        var commands = CommandLine.Run("--help").Output.Split("Commands:")[1].Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => line is [' ', ' ', not ' ', ..]).Select(line => line.Trim().Split(' ')[0]);
        var tested = typeof(HelpTests).GetMethod(nameof(Help_EveryCommand_HasAnExample))!.GetCustomAttributes(false)
            .OfType<TestCaseAttribute>().Select(testCase => testCase.Arguments[0]);
        Assert.That(commands, Is.EquivalentTo(tested));
    }

    [Test]
    public void Run_NoCommand_IsWrongUse() => Assert.That(CommandLine.Run().ExitCode, Is.EqualTo(2));
}
