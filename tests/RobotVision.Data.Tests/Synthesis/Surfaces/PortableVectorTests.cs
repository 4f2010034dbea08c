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

    // What rounds once on some processors and twice on others; by the names under which System.Numerics and System.Numerics.Tensors have it.
    [GeneratedRegex(@"\bVector[234]\.(Lerp|Reflect|MultiplyAddEstimate)\b|\bVector(128|256|512)?\.(Lerp|MultiplyAddEstimate)\b|\bMatrix(3x2|4x4)\b|\bMathF?\.\w+Estimate\b|\bTensorPrimitives\b|\bPlane\.Transform\b")]
    private static partial Regex Unportable();

    [Test]
    public void Sources_OfWhatIsTrainedOn_UseNoArithmeticThatDependsOnTheProcessor()
    {
        var sources = new[] { "src/RobotVision.Training", "src/RobotVision/Imaging" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories)).ToArray();
        Assert.That(sources, Has.Length.GreaterThan(100));
        var found = sources.SelectMany(path => File.ReadLines(path).Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal) && Unportable().IsMatch(line)).Select(line => $"{path}: {line.Trim()}"));
        Assert.That(found, Is.Empty, "PortableVector has what gives the same bits on every processor");
    }
}
