using RobotVision.Messages;

namespace RobotVision.Data.Tests.Text;

public class MisspellingTests
{
    [TestCase("iscrowf", "iscrowd", true)]
    [TestCase("is_crowd", "iscrowd", true)]
    [TestCase("IsCrowd", "iscrowd", true)]
    [TestCase("crowd", "iscrowd", true)]
    [TestCase("trian", "train", true)]
    [TestCase("vla", "val", true)]
    [TestCase("tset", "test", true)]
    [TestCase("vals", "val", true)]
    [TestCase("map", "val", false, Description = "two letters other in a short word are another word")]
    [TestCase("url", "val", false)]
    [TestCase("task", "test", false)]
    [TestCase("area", "iscrowd", false)]
    [TestCase("", "val", false)]
    public void IsNear_SlipOfThePen_IsTold(string found, string word, bool near) => Assert.That(Misspelling.IsNear(found, word), Is.EqualTo(near));

    [TestCase("blurrfd", "blurred")]
    [TestCase("blurred", null)]
    [TestCase("number", null)]
    public void Meant_Name_IsTheWordItIsNear(string found, string? word) => Assert.That(Misspelling.Meant(found, "concealed", "blurred"), Is.EqualTo(word));

    [Test]
    public void Meant_WordThatIsNearAnother_IsItself() => Assert.That(Misspelling.Meant("train", "brain", "train"), Is.Null);
}
