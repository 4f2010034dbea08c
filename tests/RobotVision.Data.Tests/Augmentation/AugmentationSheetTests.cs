using RobotVision.Data.Augmentation;
using RobotVision.Data.Datasets;
using RobotVision.Data.Labels;
using RobotVision.Detections;
using RobotVision.Imaging;
using RobotVision.Reports;
using RobotVision.Sampling;

namespace RobotVision.Data.Tests.Augmentation;

public class AugmentationSheetTests
{
    const int Size = SampleFormat.Size, Scale = 3, Columns = 6, Pitch = Size * Scale + PictureSheet.Gap;

    BgrImage _sheet = null!;
    BgrImage _labelled = null!;

    static IEnumerable<string> ChangedRows => AugmentationSheet.Rows.Skip(1).Select(row => row.Name);

    [OneTimeSetUp]
    public void DrawSheets()
    {
        _sheet = AugmentationSheet.Draw(new Scenes(ignoreLabels: true), 5); // ignored labels are not drawn
        _labelled = AugmentationSheet.Draw(new Scenes(ignoreLabels: false), 5);
    }

    [Test]
    public void Draw_AnyDataset_HasOneRowPerAugmentation()
    {
        Assert.That(Left(_sheet), Is.InRange(40, 200), "room for the names of the rows");
        Assert.That(Top(_sheet), Is.InRange(10, 40), "room for the names of the columns");
    }

    [Test]
    public void Draw_AnyDataset_NamesEachRow()
    {
        foreach (var row in Enumerable.Range(0, AugmentationSheet.Rows.Count))
        {
            var beside = Enumerable.Range(Top(_sheet) + row * Pitch, Pitch).SelectMany(y => _sheet.View.Row(y)[..(Left(_sheet) * 3)].ToArray());
            Assert.That(beside.Max(), Is.GreaterThan(200), AugmentationSheet.Rows[row].Name);
        }
    }

    [Test]
    public void Draw_FirstRow_ShowsTheImagesUnchanged()
    {
        for (var column = 0; column < Columns; column++) Assert.That(Unchanged(column), Is.EqualTo(Scenes.Pixels(SceneIn(column))));
    }

    [TestCaseSource(nameof(ChangedRows))]
    public void Draw_OtherRow_DiffersFromTheFirst(string row)
    {
        var different = Enumerable.Range(0, Columns).Count(column => !Tile(_sheet, row, column).SequenceEqual(Unchanged(column)));
        Assert.That(different, Is.GreaterThanOrEqualTo(4));
    }

    [TestCase("shift and scale")]
    [TestCase("any square")]
    [TestCase("rotation")]
    public void Draw_Moved_ShowsTheColoursOfTheImageElsewhere(string row) => Assert.That(ShareOfKnownColors(_sheet, row), Is.GreaterThan(0.7));

    [Test]
    public void Draw_CloseUp_ShowsTheObject()
    {
        Assert.That(ShareOfKnownColors(_labelled, "close-up"), Is.GreaterThan(0.7));
        for (var column = 0; column < Columns; column++)
            Assert.That(Tile(_labelled, "close-up", column).Count(color => color == Scenes.Red), Is.GreaterThan(20), $"{column}");
    }

    [Test]
    public void Draw_Mirror_SwapsLeftAndRight()
    {
        for (var column = 0; column < Columns; column++)
        {
            var before = Unchanged(column);
            var mirrored = Enumerable.Range(0, Size * Size).Select(at => before[at / Size * Size + Size - 1 - at % Size]);
            Assert.That(Tile(_sheet, "mirror", column), Is.EqualTo(mirrored), $"{column}");
        }
    }

    [TestCase("brightness")]
    [TestCase("contrast and hue")]
    [TestCase("gamma")]
    public void Draw_ColourChange_ChangesEqualColoursEqually(string row)
    {
        for (var column = 0; column < Columns; column++)
        {
            var found = Unchanged(column).Zip(Tile(_sheet, row, column))
                .GroupBy(pair => pair.First, pair => pair.Second)
                .ToDictionary(group => group.Key, group => group.Distinct().ToArray());
            Assert.That(found.Values.Select(colors => colors.Length), Is.All.EqualTo(1), $"{column}");
            if (row != "contrast and hue") Assert.That(found[Scenes.Black], Is.EqualTo(new[] { Scenes.Black }), $"{column}");
            if (row == "gamma") Assert.That(found[Scenes.White], Is.EqualTo(new[] { Scenes.White }), $"{column}");
        }
    }

    [Test]
    public void Draw_Blur_ChangesOnlyEdges()
    {
        const int reach = 3; // radius of the widest blur in pixels
        for (var column = 0; column < Columns; column++)
        {
            var (before, after) = (Unchanged(column), Tile(_sheet, "blur", column));
            for (var at = 0; at < before.Length; at++)
                if (IsFlat(before, at % Size, at / Size, reach))
                    Assert.That(Difference(after[at], before[at]), Is.LessThanOrEqualTo(1), $"{column}: {at % Size} {at / Size}");
        }
    }

    [Test]
    public void Draw_Noise_KeepsTheMeanColour()
    {
        var scattered = 0;
        for (var column = 0; column < Columns; column++)
        {
            var grass = Tile(_sheet, "noise", column).Where((_, at) => at % Size > 60 && at / Size is > Scenes.Horizon and < Scenes.WhiteFrom).ToArray();
            Assert.That(grass.Average(color => color >> 8 & 255), Is.EqualTo(Scenes.Green >> 8 & 255).Within(3), $"{column}");
            if (grass.Distinct().Count() > 10) scattered++;
        }

        Assert.That(scattered, Is.GreaterThanOrEqualTo(4));
    }

    [Test]
    public void Draw_CutOut_CoversARectangleWithOneColour()
    {
        for (var column = 0; column < Columns; column++)
        {
            var tile = Tile(_sheet, "cut-out", column);
            var changed = Changed(tile, Unchanged(column));
            var width = changed.Max(at => at % Size) - changed.Min(at => at % Size) + 1;
            var height = changed.Max(at => at / Size) - changed.Min(at => at / Size) + 1;
            Assert.That((width, height, changed.Length), Is.EqualTo((Math.Clamp(width, 5, 30), Math.Clamp(height, 5, 30), width * height)), $"{column}");
            Assert.That(changed.Select(at => tile[at]).Distinct().Count(), Is.EqualTo(1), $"{column}");
        }
    }

    [Test]
    public void Draw_Background_PutsAnotherImagesSkyBehindTheObject()
    {
        for (var column = 0; column < Columns; column++)
        {
            var tile = Tile(_sheet, "background", column);
            var changed = Changed(tile, Unchanged(column));
            Assert.That(changed, Is.Empty.Or.EqualTo(Enumerable.Range(0, Scenes.Horizon * Size)), $"{column}");
            Assert.That(tile, Is.EqualTo(Scenes.Pixels(Scenes.OfSky(tile[0]))), $"{column}");
        }
    }

    [Test]
    public void Draw_Mosaic_IsMadeOfSeveralImages()
    {
        var mixed = 0;
        for (var column = 0; column < Columns; column++)
        {
            var tile = Tile(_sheet, "mosaic", column);
            var isOfAScene = tile.Select((color, at) => Enumerable.Range(0, Scenes.Number).Any(scene => Scenes.Pixels(scene)[at] == color));
            Assert.That(isOfAScene, Is.All.True, $"{column}");
            if (tile.Take(Scenes.Horizon * Size).Distinct().Count() > 1) mixed++;
        }

        Assert.That(mixed, Is.GreaterThanOrEqualTo(4));
    }

    [TestCase("none", 16)]
    [TestCase("mirror", 56)]
    public void Draw_Labels_AreDrawnWhereThePixelsWent(string row, int left)
    {
        // A pixel on the box's left line, beside the object's first column of pixels.
        var at = ((Top(_sheet) + Row(row) * Pitch + (int)Scenes.Place.CenterY * Scale) * _sheet.Width + Left(_sheet) + left * Scale - 3) * 3;
        Assert.That(_labelled.Pixels[at..(at + 3)], Is.Not.EqualTo(_sheet.Pixels[at..(at + 3)]));
        Assert.That(Tile(_labelled, row, 0)[^Size..], Is.EqualTo(Tile(_sheet, row, 0)[^Size..]), "no label in the last line");
    }

    int[] Unchanged(int column) => Tile(_sheet, "none", column);

    int SceneIn(int column) => Scenes.OfSky(Unchanged(column)[0]);

    double ShareOfKnownColors(BgrImage sheet, string row)
    {
        const int outside = 128 << 16 | 128 << 8 | 128; // of the image
        return Enumerable.Range(0, Columns).Average(column =>
        {
            var known = Scenes.Pixels(SceneIn(column)).Append(outside).ToHashSet();
            return Tile(sheet, row, column).Count(color => known.Contains(color)) / (double)(Size * Size);
        });
    }

    static int Row(string name) => AugmentationSheet.Rows.Select(row => row.Name).ToList().IndexOf(name);

    static int Left(BgrImage sheet) => sheet.Width - Columns * Pitch;

    static int Top(BgrImage sheet) => sheet.Height - AugmentationSheet.Rows.Count * Pitch;

    /// <summary>A sample of a sheet, row-major, 0xRRGGBB; read from the middle of the square that a pixel was enlarged to.</summary>
    static int[] Tile(BgrImage sheet, string row, int column)
    {
        var (left, top) = (Left(sheet) + column * Pitch, Top(sheet) + Row(row) * Pitch);
        var tile = new int[Size * Size];
        for (var i = 0; i < tile.Length; i++)
        {
            int x = left + i % Size * Scale + Scale / 2, y = top + i / Size * Scale + Scale / 2;
            var pixel = sheet.Pixels.AsSpan((y * sheet.Width + x) * 3, 3);
            tile[i] = pixel[2] << 16 | pixel[1] << 8 | pixel[0];
        }

        return tile;
    }

    static int[] Changed(int[] tile, int[] before) => [.. Enumerable.Range(0, tile.Length).Where(at => tile[at] != before[at])];

    static bool IsFlat(int[] tile, int x, int y, int reach)
    {
        for (var row = Math.Max(0, y - reach); row <= Math.Min(Size - 1, y + reach); row++)
            for (var column = Math.Max(0, x - reach); column <= Math.Min(Size - 1, x + reach); column++)
                if (tile[row * Size + column] != tile[y * Size + x]) return false;
        return true;
    }

    static int Difference(int a, int b) =>
        Math.Max(Math.Abs((a >> 16) - (b >> 16)), Math.Max(Math.Abs((a >> 8 & 255) - (b >> 8 & 255)), Math.Abs((a & 255) - (b & 255))));

    /// <summary>Images of sample size: background sky (its grey is different in each), grass, a white and a black band, a red object.</summary>
    sealed class Scenes(bool ignoreLabels) : IDataset
    {
        public const int Number = 8, Horizon = 40, WhiteFrom = 72, BlackFrom = 84;

        public const int Green = 40 << 16 | 120 << 8 | 50, White = 255 << 16 | 255 << 8 | 255, Black = 0, Red = 220 << 16 | 30 << 8 | 30;

        static readonly int[][] All = [.. Enumerable.Range(0, Number).Select(Paint)];

        /// <summary>Where the object stands.</summary>
        public static Box Place => new(16, 44, 40, 68);

        public string Name => "scenes";

        public int Count => Number;

        /// <summary>The colours of an image.</summary>
        public static int[] Pixels(int index) => All[index];

        /// <summary>The index of the image with a sky colour.</summary>
        public static int OfSky(int color) => ((color & 255) - 30) / 25;

        public LabelledImage Load(int index)
        {
            var image = new BgrImage(Size, Size);
            for (var i = 0; i < All[index].Length; i++)
            {
                var color = All[index][i];
                (image.Pixels[i * 3], image.Pixels[i * 3 + 1], image.Pixels[i * 3 + 2]) = ((byte)color, (byte)(color >> 8), (byte)(color >> 16));
            }

            return new($"scene {index}", image, [new(ObjectClass.Robot, Place, ignoreLabels)], ClassSet.BuiltIn)
            {
                Layers = [.. Enumerable.Range(0, Size * Size).Select(at => at / Size < Horizon ? PixelLayer.Background : PixelLayer.Solid)],
            };
        }

        static int[] Paint(int index)
        {
            var sky = 30 + 25 * index;
            var picture = new int[Size * Size];
            for (var at = 0; at < picture.Length; at++)
                picture[at] = (at / Size) switch
                {
                    < Horizon => sky << 16 | sky << 8 | sky,
                    < WhiteFrom => Green,
                    < BlackFrom => White,
                    _ => Black,
                };
            for (var y = (int)Place.Y1; y < (int)Place.Y2; y++) picture.AsSpan(y * Size + (int)Place.X1, (int)Place.Width).Fill(Red);
            return picture;
        }
    }
}
