using System.Numerics;
using System.Text.RegularExpressions;
using RobotVision.Data.Synthesis.Surfaces;
using RobotVision.Testing;

namespace RobotVision.Data.Tests.Synthesis.Surfaces;

[TestFixture]
[Category("AnyProcessor")]
public partial class PortableVectorTests
{
    [Test]
    public void LerpAndReflect_AnyVectors_RoundOnceInEveryCoordinate()
    {
        var random = new Random(3);
        Vector3 Draw() => new(random.NextSingle() * 2 - 1, random.NextSingle() * 2 - 1, random.NextSingle() * 2 - 1);
        for (var i = 0; i < 1000; i++)
        {
            Vector3 a = Draw(), b = Draw();
            var part = random.NextSingle();
            float Between(float from, float to) => MathF.FusedMultiplyAdd(from, 1 - part, to * part);
            Assert.That(PortableVector.Lerp(a, b, part), Is.EqualTo(new Vector3(Between(a.X, b.X), Between(a.Y, b.Y), Between(a.Z, b.Z))));
            var twice = -2 * (a.X * b.X + a.Y * b.Y + a.Z * b.Z);
            float Mirrored(float from, float normal) => MathF.FusedMultiplyAdd(twice, normal, from);
            Assert.That(PortableVector.Reflect(a, b), Is.EqualTo(new Vector3(Mirrored(a.X, b.X), Mirrored(a.Y, b.Y), Mirrored(a.Z, b.Z))));
        }
    }

    // Members of System.Numerics and System.Numerics.Tensors that round once on some processors and twice on others.
    [GeneratedRegex(
        @"\bVector[234]\.(Lerp|Reflect|MultiplyAddEstimate)\b|\bVector(128|256|512)?\.(Lerp|MultiplyAddEstimate)\b"
        + @"|\bMatrix(3x2|4x4)\b|\bMathF?\.\w+Estimate\b|\bTensorPrimitives\b|\bPlane\.Transform\b")]
    private static partial Regex Unportable();

    [TestCase("src/RobotVision.Data")]
    [TestCase("src/RobotVision.Training")]
    [TestCase("src/RobotVision/Imaging")]
    [TestCase("src/RobotVision/Sampling")]
    [TestCase("src/RobotVision/Geometry")]
    [TestCase("src/RobotVision/Cameras")]
    public void Sources_OfTrainingSamples_UseNoArithmeticThatDependsOnTheProcessor(string folder)
    {
        var sources = Directory.GetFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories);
        Assert.That(sources, Is.Not.Empty);
        var found =
            from path in sources
            from line in File.ReadLines(path)
            where !line.TrimStart().StartsWith("//", StringComparison.Ordinal) && Unportable().IsMatch(line)
            select $"{path}: {line.Trim()}";
        Assert.That(found, Is.Empty, "use PortableVector, which gives the same bits on every processor");
    }
}
