using ArchUnitNET.Loader;

namespace RobotVision.Tools.Tests;

/// <summary>
/// Checks the order of the folders, which the tree in the README shows: code in a folder uses only folders above it in this list, so that there are no
/// cycles and the code can be read from the top.
/// </summary>
public class FolderOrderTests
{
    internal static readonly string[] Order =
    [
        "RobotVision",
        "RobotVision.Wire", "RobotVision.Wire.Foxglove", "RobotVision.Messages", "RobotVision.Files", "RobotVision.Imaging", "RobotVision.Video",
        "RobotVision.Mcap",
        "RobotVision.Geometry", "RobotVision.Ros", "RobotVision.Controls", "RobotVision.Capture", "RobotVision.Sampling",
        "RobotVision.Cameras", "RobotVision.Detections", "RobotVision.Inference", "RobotVision.Poses", "RobotVision.Field",
        "RobotVision.Placing", "RobotVision.CloseUps", "RobotVision.Tracking", "RobotVision.Health", "RobotVision.Pipeline", "RobotVision.Publishing",
        "RobotVision.Recording", "RobotVision.Drawing",
        "RobotVision.Reports",
        "RobotVision.Data.Randomness", "RobotVision.Data.Text", "RobotVision.Data.Labels", "RobotVision.Data.Formats", "RobotVision.Data.Datasets",
        "RobotVision.Data.Exchange", "RobotVision.Data.Synthesis.Surfaces", "RobotVision.Data.Synthesis.Scenes", "RobotVision.Data.Synthesis.Bodies",
        "RobotVision.Data.Synthesis.Objects", "RobotVision.Data.Synthesis.People", "RobotVision.Data.Synthesis.Robots.Humanoids",
        "RobotVision.Data.Synthesis.Robots.Wheeled", "RobotVision.Data.Synthesis.Robots", "RobotVision.Data.Synthesis.Placement",
        "RobotVision.Data.Synthesis.Rendering", "RobotVision.Data.Synthesis.Match", "RobotVision.Data.Synthesis", "RobotVision.Data.Augmentation",
        "RobotVision.Evaluation.Frames", "RobotVision.Evaluation.Matching", "RobotVision.Evaluation.Scores", "RobotVision.Evaluation.Ground",
        "RobotVision.Evaluation.Robustness", "RobotVision.Evaluation.Pages", "RobotVision.Evaluation.CloseUps", "RobotVision.Evaluation.Comparison",
        "RobotVision.Curation",
        "RobotVision.Tagging.Frames", "RobotVision.Tagging.Storage", "RobotVision.Tagging.Guesses", "RobotVision.Tagging.Session",
        "RobotVision.Tagging.Following", "RobotVision.Tagging.Choosing",
        "RobotVision.Web",
        "RobotVision.Calibration.Boards", "RobotVision.Calibration.Lenses", "RobotVision.Calibration.Extrinsics", "RobotVision.Calibration.Latency",
        "RobotVision.Training.Graph.Format", "RobotVision.Training.Graph", "RobotVision.Training.Layers", "RobotVision.Training.Network",
        "RobotVision.Training.Confidences", "RobotVision.Training.Quantisation", "RobotVision.Training.Looks",
        "RobotVision.Training.Losses", "RobotVision.Training.Optimisers",
        "RobotVision.Training.Targets", "RobotVision.Training.Recipes", "RobotVision.Training.Steps", "RobotVision.Training.Checkpoints",
        "RobotVision.Training.Inspection", "RobotVision.Training.SelfTraining",
        "RobotVision.Training.Runs", "RobotVision.Training.Monitoring", "RobotVision.Training.Sweeps",
        "RobotVision.Teaching",
        "RobotVision.Classroom.Neurons", "RobotVision.Classroom.Playground", "RobotVision.Classroom.Layers", "RobotVision.Classroom.Digits",
        "RobotVision.Classroom.Curves",
        "RobotVision.Cluster",
        "RobotVision.CommandLine", "RobotVision.Onboard.Live", "RobotVision.Onboard.Foxglove", "RobotVision.Onboard",
        "RobotVision.Tools.Output", "RobotVision.Tools.Cluster", "RobotVision.Tools.Calibrate", "RobotVision.Tools.Data", "RobotVision.Tools.Evaluate",
        "RobotVision.Tools.Replay",
        "RobotVision.Tools.Tag", "RobotVision.Tools.Train", "RobotVision.Tools.Teach", "RobotVision.Tools.Classroom", "RobotVision.Tools.Bench",
        "RobotVision.Tools.Doctor",
        "RobotVision.Tools",
    ];

    static readonly string[] Assemblies =
    [
        "RobotVision", "RobotVision.Reports", "RobotVision.Data", "RobotVision.Evaluation", "RobotVision.Curation", "RobotVision.Tagging",
        "RobotVision.Teaching", "RobotVision.Classroom", "RobotVision.Cluster",
        "RobotVision.Web", "RobotVision.Calibration", "RobotVision.Training", "RobotVision.CommandLine",
        "robotvision-onboard", "RobotVision.Tools",
    ];

    static readonly ArchUnitNET.Domain.Architecture Architecture =
        new ArchLoader().LoadAssemblies([.. Assemblies.Select(System.Reflection.Assembly.Load)]).Build();

    static IEnumerable<ArchUnitNET.Domain.IType> Ours => Architecture.Types.Where(type => IsOurs(type.Namespace?.FullName ?? ""));

    [Test]
    public void Folders_AllOfThem_AreInTheOrder() =>
        Assert.That(Ours.Select(type => type.Namespace.FullName).Distinct().Except(Order), Is.Empty);

    [Test]
    public void Folders_InTheOrder_Exist() => Assert.That(Order.Except(Ours.Select(type => type.Namespace.FullName)), Is.Empty);

    [TestCaseSource(nameof(Order))]
    public void Folder_WhatItUses_StandsAboveIt(string folder)
    {
        var place = Array.IndexOf(Order, folder);
        var below =
            from type in Ours
            where type.Namespace.FullName == folder
            from dependency in type.Dependencies
            let target = dependency.Target.Namespace?.FullName ?? "" // type parameters have none
            where IsOurs(target) && Array.IndexOf(Order, target) > place
            select $"{type.Name} uses {dependency.Target.FullName}";
        Assert.That(below.Distinct(), Is.Empty);
    }

    static bool IsOurs(string folder) => folder == "RobotVision" || folder.StartsWith("RobotVision.", StringComparison.Ordinal);
}
