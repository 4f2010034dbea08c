using RobotVision.Data.Augmentation;
using RobotVision.Data.Randomness;
using RobotVision.Detections;
using RobotVision.Sampling;

namespace RobotVision.Data.Tests.Augmentation;

public class PhotometryTests
{
    static readonly Box Square = new(30, 20, 50, 60);

    [Test]
    public void AddNoise_GreySample_HasTheGivenStandardDeviation()
    {
        var sample = new float[SampleFormat.Length];
        var random = new RandomSequence(1, 1);
        Photometry.AddNoise(sample, 0.05f, ref random);
        Assert.Multiple(() =>
        {
            Assert.That(sample.Average(), Is.EqualTo(0).Within(0.002));
            // White is 2 above black, so 5 % of white is 0.1.
            Assert.That(Math.Sqrt(sample.Average(value => value * value)), Is.EqualTo(0.1).Within(0.002));
        });
    }

    [TestCase(4f, 0.25f)]
    [TestCase(0.25f, 0.8f)]
    public void Brighten_Factor_MultipliesPixelValues(float factor, float pixel)
    {
        var sample = new float[] { pixel * 2 - 1, -1 };
        Photometry.Brighten(sample, factor);
        Assert.That(sample[0], Is.EqualTo(Math.Min(1, pixel * factor) * 2 - 1).Within(1e-5));
        Assert.That(sample[1], Is.EqualTo(-1));
    }

    [Test]
    public void BrightnessFactor_ManyDraws_ReachNearBothEndsAndNoFurther()
    {
        var random = new RandomSequence(1, 2);
        var factors = Enumerable.Range(0, 2000).Select(_ => Photometry.BrightnessFactor(4, ref random)).ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(factors.Min(), Is.InRange(0.25, 0.3));
            Assert.That(factors.Max(), Is.InRange(3.5, 4));
            Assert.That(factors.Count(factor => factor < 1), Is.EqualTo(1000).Within(100));
        });
    }

    [Test]
    public void ChangeColors_GreySample_OnlyTintsIt()
    {
        var sample = new float[SampleFormat.Length];
        var random = new RandomSequence(1, 4);
        Photometry.ChangeColors(sample, ref random);
        const int plane = SampleFormat.Size * SampleFormat.Size;
        for (var channel = 0; channel < 3; channel++)
        {
            var values = sample.AsSpan(channel * plane, plane);
            Assert.That(values.IndexOfAnyExcept(values[0]), Is.EqualTo(-1));
            Assert.That(values[0], Is.InRange(-0.6f, 0.6f));
        }
    }

    [Test]
    public void ChangeColors_ManyDraws_ChangeHueContrastAndSaturation()
    {
        var random = new RandomSequence(1, 5);
        const int plane = SampleFormat.Size * SampleFormat.Size;
        List<double> hues = [], saturations = [], contrasts = [];
        for (var i = 0; i < 200; i++)
        {
            var sample = new float[SampleFormat.Length];
            // Dull green on the left, a darker grey on the right.
            for (var at = 0; at < plane; at++)
            {
                var left = at % SampleFormat.Size < SampleFormat.Size / 2;
                (sample[at], sample[plane + at], sample[2 * plane + at]) = left ? (-0.3f, 0.1f, -0.3f) : (-0.4f, -0.4f, -0.4f);
            }

            Photometry.ChangeColors(sample, ref random);
            double r = sample[0] + 1, g = sample[plane] + 1, b = sample[2 * plane] + 1, grey = sample[plane + SampleFormat.Size - 1] + 1;
            hues.Add(Hue(r, g, b));
            saturations.Add(g - (r + b) / 2);
            contrasts.Add(g - grey);
        }

        using (Assert.EnterMultipleScope())
        {
            Assert.That(hues.Min(), Is.LessThan(-0.3));
            Assert.That(hues.Max(), Is.GreaterThan(0.3));
            Assert.That(saturations.Max() / saturations.Min(), Is.GreaterThan(4));
            Assert.That(contrasts.Max() / contrasts.Min(), Is.GreaterThan(2));
        }
    }

    [Test]
    public void ChangeColors_ColouredSquare_RotatesItsHueByTheDrawnAngle()
    {
        const float dull = 0.7f, bright = 1.1f;
        for (uint i = 0; i < 30; i++)
        {
            var sample = SquareSample((0.6f, 0.6f, 0.6f), (dull, bright, dull));
            var random = new RandomSequence(1, 6, i);
            var drawn = Draws(random);
            Photometry.ChangeColors(sample, ref random);
            AssertSquareStayed(sample, $"{i}");
            // Contrast and saturation keep the hue; the white balance changes it.
            var grey = 0.299 * dull + 0.587 * bright + 0.114 * dull;
            double red = (grey + (dull - grey) * drawn.Saturation) * drawn.RedGain, green = grey + (bright - grey) * drawn.Saturation;
            var blue = (grey + (dull - grey) * drawn.Saturation) * drawn.BlueGain;
            var found = ColorAt(sample, 40, 40);
            Assert.That(Hue(found.Red, found.Green, found.Blue), Is.EqualTo(Hue(red, green, blue) - drawn.Hue).Within(1e-4), $"{i}");
        }
    }

    [Test]
    public void ChangeColors_GreySquare_ScalesDifferencesFromTheMeanByTheDrawnContrast()
    {
        // Multiples of a quarter, so that the mean is exact.
        const float ground = 0.75f, square = 1;
        for (uint i = 0; i < 30; i++)
        {
            var sample = SquareSample((ground, ground, ground), (square, square, square));
            var mean = sample.Average() + 1;
            var random = new RandomSequence(1, 7, i);
            var drawn = Draws(random);
            Photometry.ChangeColors(sample, ref random);
            AssertSquareStayed(sample, $"{i}");
            foreach (var (x, y, level) in new[] { (0, 0, ground), (40, 40, square) })
            {
                // Saturation does not change grey, and a rotation of the hue keeps the sum of the three channels.
                var before = level * (drawn.RedGain + 1 + drawn.BlueGain);
                var (red, green, blue) = ColorAt(sample, x, y);
                Assert.That(red + green + blue - 3 * mean, Is.EqualTo(drawn.Contrast * (before - 3 * mean)).Within(1e-4), $"{i}: {level}");
            }
        }
    }

    [TestCase(0.5f, 0.25f, 0.5f)]
    [TestCase(2f, 0.5f, 0.25f)]
    public void ChangeGamma_Power_RaisesPixelValues(float gamma, float pixel, float expected)
    {
        var sample = new[] { pixel * 2 - 1, -1, 1 };
        Photometry.ChangeGamma(sample, gamma);
        Assert.That(sample, Is.EqualTo(new[] { expected * 2 - 1, -1, 1 }).Within(1e-6));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Motion_OnePixel_IsSmearedInOneDirection(bool alongRows)
    {
        var sample = new float[SampleFormat.Length];
        sample[48 * SampleFormat.Size + 48] = 1;
        Blur.Motion(sample, 5, alongRows);
        var smeared = Enumerable.Range(0, SampleFormat.Size * SampleFormat.Size).Where(at => sample[at] > 0.1f)
            .Select(at => (X: at % SampleFormat.Size, Y: at / SampleFormat.Size)).ToArray();
        Assert.That(smeared, Is.EqualTo(Enumerable.Range(46, 5).Select(at => alongRows ? (at, 48) : (48, at))));
    }

    [Test]
    public void Blur_FlatSample_StaysFlat()
    {
        var sample = new float[SampleFormat.Length];
        Array.Fill(sample, 0.5f);
        Blur.Defocus(sample, 1);
        Blur.Motion(sample, 5, alongRows: false);
        Assert.That(sample.Max(value => Math.Abs(value - 0.5f)), Is.LessThan(1e-5f));
    }

    /// <summary>The numbers that ChangeColors draws, in its order, taken from a copy of its sequence.</summary>
    static (float Contrast, float Saturation, float Hue, float RedGain, float BlueGain) Draws(RandomSequence random) =>
        (random.LogUniform(0.6f, 1.6f), random.Uniform(0.4f, 1.5f), random.Uniform(-0.35f, 0.35f),
            random.LogUniform(0.8f, 1.25f), random.LogUniform(0.8f, 1.25f));

    /// <summary>A sample with a square on a ground; colours 0 black to 2 white, chosen so that no change clips them.</summary>
    static float[] SquareSample((float Red, float Green, float Blue) ground, (float Red, float Green, float Blue) square)
    {
        const int plane = SampleFormat.Size * SampleFormat.Size;
        var sample = new float[SampleFormat.Length];
        for (var at = 0; at < plane; at++)
        {
            int x = at % SampleFormat.Size, y = at / SampleFormat.Size;
            var (red, green, blue) = x >= Square.X1 && x < Square.X2 && y >= Square.Y1 && y < Square.Y2 ? square : ground;
            (sample[at], sample[plane + at], sample[2 * plane + at]) = (red - 1, green - 1, blue - 1);
        }

        return sample;
    }

    static (float Red, float Green, float Blue) ColorAt(float[] sample, int x, int y)
    {
        const int plane = SampleFormat.Size * SampleFormat.Size;
        var at = y * SampleFormat.Size + x;
        return (sample[at] + 1, sample[plane + at] + 1, sample[2 * plane + at] + 1);
    }

    static void AssertSquareStayed(float[] sample, string because)
    {
        const int plane = SampleFormat.Size * SampleFormat.Size;
        Assert.That(BrightSquare.Find(sample, BrightSquare.Middle(sample.AsSpan(plane, plane))), Is.EqualTo(Square), because);
    }

    /// <summary>The hue as an angle about the grey axis; 0 is green, positive towards red.</summary>
    static double Hue(double red, double green, double blue) => Math.Atan2(Math.Sqrt(3) * (red - blue), 2 * green - red - blue);
}
