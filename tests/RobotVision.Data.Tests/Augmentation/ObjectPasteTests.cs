using RobotVision.Data.Augmentation;
using RobotVision.Data.Labels;
using RobotVision.Data.Randomness;
using RobotVision.Detections;
using RobotVision.Imaging;
using RobotVision.Sampling;

namespace RobotVision.Data.Tests.Augmentation;

public class ObjectPasteTests
{
    const int Width = 192, Height = 96;

    static readonly Box Robot = new(40, 20, 60, 60);

    [Test]
    public void Augment_OnAPhoto_ShowsTheObjectsBeforeThePhoto()
    {
        var sample = Sample(Rendered([new(ObjectClass.Robot, Robot)]), Photo([]), out _);
        for (var y = 0; y < 96; y++)
            for (var x = 0; x < 96; x++)
                Assert.That(sample[y * 96 + x], Is.EqualTo(Robot.Contains(2 * x + 1, y + 0.5f) ? 1 : 90 / 127.5f - 1).Within(0.01), $"{x} {y}");
    }

    [Test]
    public void Augment_OnAPhoto_HasTheLabelsOfBothWhereTheyAre()
    {
        // The photo is twice as large.
        Sample(Rendered([new(ObjectClass.Robot, Robot)]), Photo([new(ObjectClass.Ball, new(200, 100, 220, 120))]), out var labels);
        Assert.That(labels.Labels, Is.EqualTo(new Label[] { new(ObjectClass.Ball, new(50, 50, 55, 60)), new(ObjectClass.Robot, new(20, 20, 30, 60)) }));
    }

    [TestCase(100, 50, true)]
    [TestCase(110, 50, false)]
    [TestCase(200, 50, false)]
    public void Augment_ObjectOfThePhotoBehindAPastedOne_IsIgnoredWhereTooLittleIsLeft(int x, int y, bool ignored)
    {
        // 30 pixels of the photo are 15 of the image: of the first 5 are left, of the second 10.
        var photo = Photo([new(ObjectClass.Obstacle, new(x, y, x + 30, y + 40))]);
        Sample(Rendered([new(ObjectClass.Robot, Robot)]), photo, out var labels, new() { MinimumVisible = 0.5f });
        var obstacle = labels.Labels.Single(label => label.Class == ObjectClass.Obstacle);
        Assert.That(obstacle.Ignore, Is.EqualTo(ignored));
        Assert.That(obstacle.Visible, Is.EqualTo(x switch { 100 => 1 / 3f, 110 => 2 / 3f, _ => 1 }).Within(0.01));
    }

    [Test]
    public void Augment_WhatIsNotPasted_HasNoLabel()
    {
        Label crossing = new(ObjectClass.LineX, new(45, 55, 55, 65)), crowd = new(ObjectClass.Obstacle, new(100, 10, 140, 30), Ignore: true);
        Sample(Rendered([new(ObjectClass.Robot, Robot), crossing, crowd]), Photo([]), out var labels);
        Assert.That(labels.Labels.Select(label => label.Class), Is.EqualTo(new[] { ObjectClass.Robot }));
        Assert.That(labels.Labelled, Is.EqualTo(ClassSet.Of(ObjectClass.Ball, ObjectClass.Robot, ObjectClass.Goalpost, ObjectClass.Obstacle)));
    }

    [Test]
    public void Augment_ClassThatThePhotoDoesNotLabelOrMarksByTheFoot_IsNotTaught()
    {
        var photo = Photo([new(ObjectClass.Goalpost, new(10, 10, 20, 50))]) with
        {
            Labelled = ClassSet.Of(ObjectClass.Robot, ObjectClass.Goalpost),
            Feet = ClassSet.Of(ObjectClass.Goalpost),
        };
        Sample(Rendered([new(ObjectClass.Robot, Robot)]), photo, out var labels);
        Assert.That(labels.Labelled, Is.EqualTo(ClassSet.Of(ObjectClass.Robot)));
        Assert.That(labels.Labels.Select(label => label.Class), Is.EqualTo(new[] { ObjectClass.Robot }));
    }

    [Test]
    public void Augment_ImageOfUnknownLayers_IsUnchanged()
    {
        var image = Rendered([new(ObjectClass.Robot, Robot)]) with { Layers = null };
        Assert.That(Sample(image, Photo([]), out _), Is.EqualTo(Sample(image, null, out _)));
    }

    static float[] Sample(LabelledImage image, LabelledImage? photo, out SampleLabels labels, AugmentationOptions? options = null)
    {
        var sample = new float[SampleFormat.Length];
        var random = new RandomSequence(1, 1, 1);
        var none = AugmentationOptions.None with { MinimumVisible = options?.MinimumVisible ?? 0.3f };
        labels = new SampleAugmenter(none).Augment(image, ref random, sample, new(null, photo));
        return sample;
    }

    // A white solid object on dark ground.
    static LabelledImage Rendered(Label[] labels)
    {
        var layers = new PixelLayer[Width * Height];
        for (var y = (int)Robot.Y1; y < (int)Robot.Y2; y++) layers.AsSpan(y * Width + (int)Robot.X1, (int)Robot.Width).Fill(PixelLayer.Solid);
        return BrightSquare.Image(Robot, Width, Height) with { Labels = labels, Layers = layers };
    }

    static LabelledImage Photo(Label[] labels)
    {
        var image = new BgrImage(2 * Width, 2 * Height);
        image.Pixels.AsSpan().Fill(90);
        return new("photo", image, labels, ClassSet.BuiltIn);
    }
}
