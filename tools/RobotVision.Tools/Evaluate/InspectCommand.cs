using System.CommandLine;
using System.Globalization;
using RobotVision.CommandLine;
using RobotVision.Files;
using RobotVision.Imaging;
using RobotVision.Inference;
using RobotVision.Sampling;
using RobotVision.Tools.Output;
using RobotVision.Training.Inspection;

namespace RobotVision.Tools.Evaluate;

/// <summary><c>robotvision inspect</c>: filters, activations and saliency maps of a model for an image.</summary>
static class InspectCommand
{
    public static Command Create()
    {
        var vision = new VisionOptions();
        var image = new Argument<string>("IMAGE") { Description = "The image to run the model on" };
        var output = new OutputOption("--output")
        {
            Files = folder => OutputOption.InFolder(folder, "report.html", "saliency-*.png", "filters-*.png", "layer-*.png"),
            Description = "Where report.html and the pictures go",
            DefaultValueFactory = _ => "runs/inspection",
            HelpName = "FOLDER",
        };
        var classes = new Option<string[]>("--class")
        {
            Description = "Draw the saliency map of this class; may be repeated",
            DefaultValueFactory = _ => ["ball"],
            HelpName = "CLASS",
        };
        var command = new Command("inspect", """
            Draws the filters of every convolution of a model, the activation maps of every layer for an image, and saliency maps, which show
            the pixels that raise the confidence of a class.

            Example: robotvision inspect photo.jpg --class ball --output runs/inspection
            """) { image, output, classes };
        vision.AddModelFileTo(command);
        command.SetAction(arguments =>
        {
            var modelFile = vision.ModelFile(arguments);
            var picture = ImageFile.Read(arguments.GetValue(image)!, out var damage); // before the model, which takes seconds
            if (damage is not null) Warnings.Print($"Image '{arguments.GetValue(image)}': {damage}.");
            var folder = arguments.GetValue(output)!;
            using var model = VisionModel.Load(modelFile, new()
            {
                Accelerator = Accelerator.Cpu,
                Threads = Math.Min(64, Environment.ProcessorCount),
                MaxSamples = 64,
            });
            var names = model.Contract.Classes;
            if (arguments.GetValue(classes)!.FirstOrDefault(name => !names.All.Contains(name)) is { } unknown)
                throw new OptionException($"--class: expected one of {names}, found '{unknown}'.");
            WholeFile.Probe(Path.Combine(folder, "report.html"));
            using var opened = new OpenedModel(model.Path);
            var sample = new float[SampleFormat.Length];
            new Sampler().Sample(picture.View, ImageRegion.Whole(picture.Width, picture.Height), model.Contract.Input, sample);

            var seen = SampleImage.Draw(sample, model.Contract.Input);
            var activations = opened.Run(sample);
            var maps = names.Classes.Where(one => arguments.GetValue(classes)!.Contains(names[one]))
                .Select(one => SaliencyMap.Of(model, sample, one)).ToArray();
            foreach (var map in maps)
                ImageFile.Write(Path.Combine(folder, $"saliency-{map.Name}.png"), map.Draw(seen.View, InspectionPage.SampleScale).View);
            for (var i = 0; i < opened.Filters.Count; i++)
                ImageFile.Write(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"filters-{i + 1:00}.png")),
                    InspectionPage.DrawFilters(opened.Filters[i]).View);
            for (var i = 0; i < activations.Count; i++)
                ImageFile.Write(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"layer-{i + 1:00}.png")),
                    ActivationSheet.Draw(activations[i]).View);
            InspectionPage.Make(Path.GetFileName(model.Path), Path.GetFileName(arguments.GetValue(image)!), seen.View, maps, opened.Filters, activations)
                .Write(Path.Combine(folder, "report.html"));

            foreach (var map in maps)
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{map.Name}: confidence {map.Confidence:0.000}, falls by up to {map.Drops.Max():0.000} when a patch is greyed out"));
            Console.WriteLine($"{Path.Combine(folder, "report.html")} shows the filters of {opened.Filters.Count} convolutions "
                + $"and the outputs of {activations.Count} layers");
            return CommandRunner.Success;
        });
        return command;
    }
}
