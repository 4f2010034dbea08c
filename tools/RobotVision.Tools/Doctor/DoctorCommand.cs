using System.CommandLine;
using System.Runtime.InteropServices;
using System.Text.Json;
using RobotVision.CommandLine;
using RobotVision.Files;
using RobotVision.Inference;
using RobotVision.Tools.Output;

namespace RobotVision.Tools.Doctor;

/// <summary><c>robotvision doctor</c>: checks the installation and says what is missing and what to do.</summary>
static class DoctorCommand
{
    static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static Command Create()
    {
        var vision = new VisionOptions();
        var json = new OutputOption("--report") { Description = "Write the findings as JSON", HelpName = "FILE" };
        var command = new Command("doctor", """
            Examines the installation: versions of the libraries, ffmpeg, execution providers, the model, how fast the
            shipped networks are on this processor and which one --model auto takes, cameras and their modes.
            Exit code 1 when 'run' and 'replay' cannot work.

            Example: robotvision doctor
            """) { json };
        vision.AddModelTo(command);
        vision.AddBudgetTo(command);
        command.SetAction(arguments =>
        {
            VisionModel Load() => vision.LoadModel(arguments, vision.ChooseModel(arguments));
            var findings = Examine(Load, vision.Auto(arguments), vision.Budget(arguments)).ToArray();
            foreach (var finding in findings) Console.WriteLine(finding.ToString());
            if (arguments.GetValue(json) is { } path) WholeFile.WriteAllText(path, JsonSerializer.Serialize(findings, Indented));
            return findings.Any(finding => finding is { IsNeeded: true, IsGood: false }) ? CommandRunner.Failure : CommandRunner.Success;
        });
        return command;
    }

    static IEnumerable<Finding> Examine(Func<VisionModel> loadModel, AutoModel auto, TimeSpan budget)
    {
        yield return new Finding("system", IsNeeded: true, IsGood: true, $"{RuntimeInformation.OSDescription}, {RuntimeInformation.OSArchitecture}, "
            + $"{Environment.ProcessorCount} processors, {RuntimeInformation.FrameworkDescription}");
        yield return NativeLibraries.ExamineOpenCv();
        foreach (var finding in NativeLibraries.ExamineFFmpeg()) yield return finding;
        foreach (var finding in NativeLibraries.ExamineOnnxRuntime()) yield return finding;
        yield return ExamineModel(loadModel);
        foreach (var finding in Speeds.Examine(auto, budget)) yield return finding;
        foreach (var finding in Cameras.Examine()) yield return finding;
    }

    static Finding ExamineModel(Func<VisionModel> loadModel)
    {
        try
        {
            using var model = loadModel();
            return new Finding("model", IsNeeded: true, IsGood: true,
                $"{model.Path}: network '{model.Contract.Network}' in {model.Contract.Precision}, runs on {model.Provider.Name()}");
        }
        catch (Exception exception) when (NativeLibraries.IsExpected(exception))
        {
            return new Finding("model", IsNeeded: true, IsGood: false, CommandRunner.Describe(exception));
        }
    }
}
