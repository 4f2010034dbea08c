using RobotVision.Data.Datasets;
using RobotVision.Data.Labels;
using RobotVision.Imaging;
using RobotVision.Training.Looks;
using RobotVision.Training.Tests.Inspection;

namespace RobotVision.Training.Tests.Looks;

public class CloseUpPlacesTests
{
    const int Width = 384, Height = 288;

    /// <summary>A black image with a red square that no label names: nothing but the model takes it for a ball.</summary>
    sealed class RedSquare(int left, int top, int side) : IDataset
    {
        public string Name => "red square";

        public int Count => 3;

        public LabelledImage Load(int index)
        {
            var image = new BgrImage(Width, Height);
            for (var y = top; y < top + side; y++)
                for (var x = left; x < left + side; x++)
                    image.Pixels[(y * Width + x) * 3 + 2] = byte.MaxValue;
            return new($"square {index}", image, [], ClassSet.BuiltIn);
        }
    }

    [Test]
    public void Load_WhatTheModelTakesForABall_GetsACloseUp()
    {
        using var model = new BlobModel(knowsOthers: false);
        using var places = new CloseUpPlaces(model.Path);
        var data = places.On([new(new RedSquare(200, 120, 40), 2)]).Single();
        Assert.That(data.Weight, Is.EqualTo(2));
        var all = Enumerable.Range(0, data.Dataset.Count).Select(data.Dataset.Load).ToArray();
        foreach (var image in all)
        {
            Assert.That(image.CloseUps, Has.Count.EqualTo(LookRuleFit.CloseUps));
            Assert.That(image.CloseUps, Has.All.Matches<Sampling.ImageRegion>(one =>
                one.Width == one.Height && one.X >= 0 && one.Y >= 0 && one.X + one.Width <= Width && one.Y + one.Height <= Height));
            var about = image.CloseUps[0];
            Assert.That((about.X + about.Width / 2, about.Y + about.Height / 2), Is.EqualTo((220f, 140f)).Within(20f));
        }

        Assert.That(all[1].CloseUps[^1], Is.Not.EqualTo(all[0].CloseUps[^1]), "where there are no more candidates, each image is scanned elsewhere");
        Assert.That(data.Dataset.Load(1).CloseUps, Is.EqualTo(all[1].CloseUps), "the same image gives the same places");
    }

    [Test]
    public void For_TrainingWithoutSuchCloseUps_IsNone() => Assert.That(CloseUpPlaces.For("missing.onnx", new()), Is.Null);

    [Test]
    public void For_ModelThatIsNotThere_IsAnErrorThatNamesIt() =>
        Assert.That(() => CloseUpPlaces.For("missing.onnx", new() { CloseUpChance = 0.2f }),
            Throws.InstanceOf<IOException>().With.Message.Contains("missing.onnx"));
}
