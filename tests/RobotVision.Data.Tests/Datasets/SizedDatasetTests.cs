using RobotVision.Data.Datasets;
using RobotVision.Data.Labels;
using RobotVision.Detections;
using RobotVision.Imaging;

namespace RobotVision.Data.Tests.Datasets;

public class SizedDatasetTests
{
    sealed class OneImage(params Label[] labels) : IDataset
    {
        public string Name => "one image";

        public int Count => 1;

        public LabelledImage Load(int index) => new("image", new BgrImage(64, 48), labels, ClassSet.BuiltIn);
    }

    static Label Wide(ObjectClass objectClass, float width, bool ignore = false) => new(objectClass, new(4, 4, 4 + width, 44), ignore);

    static bool[] Ignored(params Label[] labels) => [.. new SizedDataset(new OneImage(labels), 24).Load(0).Labels.Select(label => label.Ignore)];

    [Test]
    public void Load_NarrowObject_IsIgnored() =>
        Assert.That(Ignored(Wide(ObjectClass.Robot, 23.5f), Wide(ObjectClass.Robot, 24)), Is.EqualTo(new[] { true, false }));

    [Test]
    public void Load_Point_IsKept() => Assert.That(Ignored(Wide(ObjectClass.LineX, 2)), Is.EqualTo(new[] { false }));

    [Test]
    public void Load_WideIgnoredObject_StaysIgnored() => Assert.That(Ignored(Wide(ObjectClass.Ball, 30, ignore: true)), Is.EqualTo(new[] { true }));
}
