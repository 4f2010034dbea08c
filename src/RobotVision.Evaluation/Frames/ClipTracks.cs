using RobotVision.Data.Datasets;
using RobotVision.Detections;
using RobotVision.Inference;
using RobotVision.Pipeline;

namespace RobotVision.Evaluation.Frames;

/// <summary>What a model's tracks say of the frames of clips.</summary>
public static class ClipTracks
{
    /// <summary>
    /// Runs a model with its own thresholds on the frames in order, and gives the confirmed tracks, which are in the image since the poses are not used,
    /// as detections: boxes of two pixels about their places.
    /// </summary>
    /// <param name="model">The model; borrowed.</param>
    /// <param name="dataset">Clips.</param>
    /// <param name="done">Called after each frame with the number of finished frames.</param>
    /// <param name="cancellation">Cancels between two frames.</param>
    /// <exception cref="InvalidDataException">An image or its labels are damaged.</exception>
    public static FrameResult[] Run(VisionModel model, IDataset dataset, Action<int>? done, CancellationToken cancellation)
    {
        dataset = RenumberedDataset.Of(dataset, FrameRunner.ClassesOf(model, dataset));
        using var runner = model.CreateRunner();
        var (detector, thresholds) = (new ImageDetector(runner), new Thresholds(model.Contract.Thresholds));
        var results = new FrameResult[dataset.Count];
        for (var i = 0; i < results.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var image = dataset.Load(i);
            if (dataset.Clips?.IsFirst(i) ?? true) detector = new(runner);
            List<Detection> tracks = [];
            foreach (var track in detector.Detect(image.Image, thresholds, image.Time).Tracks.Span)
            {
                var (x, y) = ((float)track.Pixel.X, (float)track.Pixel.Y);
                tracks.Add(new(track.Class, (float)track.Confidence, new(x - 1, y - 1, x + 1, y + 1)));
            }

            results[i] = new(i, image.Name, image.Image.Width, image.Image.Height, image.Labels, image.Labelled, tracks)
            {
                Classes = dataset.Classes,
                IsBlurred = image.IsBlurred,
            };
            done?.Invoke(i + 1);
        }

        return results;
    }
}
