using System.Globalization;
using System.Text.Json.Serialization;
using RobotVision.Reports;

namespace RobotVision.Tools.Bench;

/// <summary>One of the ways of working on a frame that are compared.</summary>
/// <param name="Topic">What it is compared for.</param>
/// <param name="Model">The network's file.</param>
/// <param name="CloseUps">Close-ups of each frame.</param>
/// <param name="Threads">CPU threads of the network.</param>
/// <param name="IsLoaded">Whether all processor cores are kept busy besides.</param>
/// <param name="Scale">The sides of the picture, as a part of those that it has; null where frames are read from the recording.</param>
/// <param name="Cameras">Cameras of which a frame each is worked on.</param>
sealed record Variant(
    [property: JsonIgnore] BenchTopic Topic, string Model, int CloseUps, int Threads, bool IsLoaded, double? Scale, int Cameras)
{
    /// <summary>Its name in tables.</summary>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(Model)}, {Looks}, {Plural.Of(Threads, "thread")}")
        + (IsLoaded ? ", loaded" : "")
        + (Scale is { } scale && scale != 1 ? string.Create(CultureInfo.InvariantCulture, $", size x {scale}") : "")
        + (Cameras > 1 ? $", {Plural.Of(Cameras, "camera")}" : "");

    string Looks => CloseUps == 0 ? "no close-ups" : Plural.Of(CloseUps, "close-up");

    /// <summary>All that is compared, topic after topic.</summary>
    public static IReadOnlyList<Variant> Of(BenchOptions options)
    {
        var (looks, threads) = (options.Looks[0], options.Threads[0]);
        var all = new List<Variant>();
        Variant Whole(string model, int closeUps, int count, bool isLoaded) => new(BenchTopic.WholeWay, model, closeUps, count, isLoaded, null, 1);
        foreach (var model in options.Models)
        {
            all.AddRange(options.Looks.Select(count => Whole(model, count, threads, false)));
            all.AddRange(options.Threads.Skip(1).Select(count => Whole(model, looks, count, false)));
            if (options.IsLoaded) all.AddRange(options.Threads.Select(count => Whole(model, looks, count, true)));
        }

        var usual = Whole(options.Models[0], looks, threads, false);
        all.AddRange(options.Sizes.Select(scale => usual with { Topic = BenchTopic.PictureSize, Scale = scale }));
        all.AddRange(options.Cameras.Select(count => usual with { Topic = BenchTopic.Cameras, Scale = 1, Cameras = count }));
        return all;
    }
}

/// <summary>What variants are compared for.</summary>
enum BenchTopic
{
    /// <summary>Models, close-ups, threads and load, on the whole way of a frame from the recording to the publisher.</summary>
    WholeWay,

    /// <summary>Sizes of the picture, from pictures in memory.</summary>
    PictureSize,

    /// <summary>Numbers of cameras, from pictures in memory.</summary>
    Cameras,
}
