using System.Diagnostics;
using System.Globalization;
using RobotVision.Imaging;
using RobotVision.Sampling;

namespace RobotVision.Benchmarks.Imaging;

/// <summary>Prints how fast pictures of each format become samples: the whole view of frames of several sizes, and six close-ups of one.</summary>
static class SamplerSpeed
{
    static readonly PixelFormat[] Formats = Enum.GetValues<PixelFormat>();

    /// <summary>Measures all in turn, so that a change of the machine's load meets all alike, and prints medians.</summary>
    /// <param name="rounds">How often each is measured; 20 samples each time.</param>
    public static void Print(int rounds)
    {
        (string Name, int Width, int Height, ImageRegion[] Regions)[] views =
        [
            Whole(640, 480), Whole(1280, 720), Whole(1920, 1080), Whole(2560, 1920),
            ("6 close-ups of 640x480", 640, 480, [.. Enumerable.Range(0, 6).Select(i => new ImageRegion(i * 60.3f, i * 31.7f, 96 + i * 30, 96 + i * 30))]),
        ];
        var cases = (from view in views from format in Formats select new Case(view.Width, view.Height, format, view.Regions)).ToArray();
        for (var round = 0; round < rounds; round++)
            foreach (var one in cases) one.Measure();
        Console.WriteLine($"{"whole view",-24}{string.Concat(Formats.Select(format => $"{format,10} us{"",4}GB/s"))}");
        for (var i = 0; i < views.Length; i++)
            Console.WriteLine($"{views[i].Name,-24}{string.Concat(cases.Skip(i * Formats.Length).Take(Formats.Length))}");
    }

    static (string Name, int Width, int Height, ImageRegion[] Regions) Whole(int width, int height) =>
        ($"{width}x{height}", width, height, [ImageRegion.Whole(width, height)]);

    sealed class Case(int width, int height, PixelFormat format, ImageRegion[] regions)
    {
        const int Repetitions = 20;

        readonly PictureLayout _layout = new(format, width, height);
        readonly byte[] _pixels = Noise(new PictureLayout(format, width, height).Length);
        readonly Sampler _sampler = new();
        readonly float[] _sample = new float[SampleFormat.Length];
        readonly List<double> _microseconds = [];

        public void Measure()
        {
            for (var i = 0; i <= Repetitions; i++)
            {
                var started = Stopwatch.GetTimestamp();
                foreach (var region in regions) _sampler.Sample(new PictureView(_pixels, _layout), region, SampleFormat.Default, _sample);
                if (i > 0) _microseconds.Add(Stopwatch.GetElapsedTime(started).TotalMicroseconds); // the first call compiles, and fills the cache
            }
        }

        public override string ToString()
        {
            var median = _microseconds.Order().ElementAt(_microseconds.Count / 2);
            // Of a close-up only the part is read that it shows.
            var bytes = regions.Sum(region => (double)_layout.Length * region.Width * region.Height / ((double)width * height));
            return string.Create(CultureInfo.InvariantCulture, $"{median,13:F1}{bytes / median / 1000,8:F1}");
        }

        static byte[] Noise(int length)
        {
            var bytes = new byte[length];
            new Random(1).NextBytes(bytes);
            return bytes;
        }
    }
}
