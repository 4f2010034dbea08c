using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using RobotVision.Detections;
using RobotVision.Imaging;
using RobotVision.Inference;
using RobotVision.Pipeline;

namespace RobotVision.Benchmarks.Peers;

/// <summary>
/// Writes what the programs of <c>compare-peers.sh</c> work on, and what ours finds in it: <c>RobotVision.Benchmarks peers MODEL IMAGES FOLDER</c>.
/// <c>frames.bgr</c>: the images, (frames, height, width, 3) BGR; <c>layout.txt</c>: width, height, frames, classes, cells, mean, scale and the threshold of
/// each class; <c>ours.f32</c>: the network's outputs, (frames, 5 K, C, C) float32; <c>ours.json</c>: the detections, each frame, class, confidence and box.
/// </summary>
static class PeerInputs
{
    public static void Write(string modelFile, string images, string folder)
    {
        using var model = VisionModel.Load(modelFile, new() { Accelerator = Accelerator.Cpu });
        using var runner = model.CreateRunner();
        var (contract, detector) = (model.Contract, new ImageDetector(runner));
        var thresholds = CloseUps.FrameThresholds.Of(contract).For(0);
        var layout = GridLayout.Of(model.OutputLength, contract.Classes.Count);
        using var frames = File.Create(Path.Combine(folder, "frames.bgr"));
        using var outputs = File.Create(Path.Combine(folder, "ours.f32"));
        var detections = new List<double[]>();
        var (count, width, height) = (0, 0, 0);
        foreach (var file in ImageFile.Find(images).Order(StringComparer.Ordinal))
        {
            var image = ImageFile.Read(file);
            if (count > 0 && (image.Width, image.Height) != (width, height))
                throw new InvalidDataException($"Image '{file}': expected {width}x{height} as the others, found {image.Width}x{image.Height}.");
            (width, height) = (image.Width, image.Height);
            frames.Write(image.Pixels);
            var observation = detector.Detect(image, thresholds);
            outputs.Write(MemoryMarshal.AsBytes(observation.Views.Outputs));
            foreach (var found in observation.Detections.Span)
                detections.Add([count, (int)found.Class, found.Confidence, found.Box.X1, found.Box.Y1, found.Box.X2, found.Box.Y2]);
            count++;
        }

        double[] numbers =
        [
            width, height, count, layout.Classes, layout.Cells, contract.Input.Mean, contract.Input.Scale,
            .. thresholds.Values.ToArray().Select(value => (double)value),
        ];
        var text = string.Join(' ', numbers.Select(value => value.ToString("R", CultureInfo.InvariantCulture)));
        File.WriteAllText(Path.Combine(folder, "layout.txt"), $"{text}\n");
        File.WriteAllText(Path.Combine(folder, "ours.json"), JsonSerializer.Serialize(detections));
    }
}
