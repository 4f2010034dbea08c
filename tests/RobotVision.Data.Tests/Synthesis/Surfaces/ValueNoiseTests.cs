using RobotVision.Data.Randomness;
using RobotVision.Data.Synthesis.Surfaces;

namespace RobotVision.Data.Tests.Synthesis.Surfaces;

[TestFixture]
public class ValueNoiseTests
{
    [Test]
    public void Plane_ManyPoints_EqualsTheScalarReferenceBitForBit()
    {
        var random = new SceneRandom(8);
        for (var i = 0; i < 2000; i++)
        {
            float x = random.Range(-300, 300), y = random.Range(-300, 300);
            var salt = (uint)random.NextBits();
            Assert.That(ValueNoise.Plane(x, y, salt), Is.EqualTo(Reference(x, y, salt)), $"{x} {y} {salt}");
        }
    }

    static float Reference(float x, float y, uint salt)
    {
        int i = (int)MathF.Floor(x), j = (int)MathF.Floor(y);
        float u = x - i, v = y - j;
        u = u * u * (3 - 2 * u);
        v = v * v * (3 - 2 * v);
        float a = ValueNoise.Hash(i, j, salt), b = ValueNoise.Hash(i + 1, j, salt);
        float c = ValueNoise.Hash(i, j + 1, salt), d = ValueNoise.Hash(i + 1, j + 1, salt);
        float low = a + (b - a) * u, high = c + (d - c) * u;
        return low + (high - low) * v;
    }
}
