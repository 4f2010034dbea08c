using System.Numerics;
using RobotVision.Cameras;
using RobotVision.Data.Randomness;
using RobotVision.Data.Synthesis.Bodies;
using RobotVision.Data.Synthesis.Rendering;
using RobotVision.Data.Synthesis.Robots;
using RobotVision.Data.Synthesis.Scenes;
using RobotVision.Detections;
using RobotVision.Imaging;
using RobotVision.Reports;

namespace RobotVision.Data.Synthesis;

/// <summary>Draws an overview image of robots: one row per family, each robot large and from another side.</summary>
public static class FamilySheet
{
    const int Tile = 180;
    const float Fill = 0.8f; // part of the tile that the robot fills

    static readonly (string Name, float Yaw, Stance Stance)[] Columns =
    [
        ("front", 0, Stance.Upright), ("aslant", 0.8f, Stance.Upright), ("side", 1.57f, Stance.Upright), ("back", 3.14f, Stance.Upright),
        ("squat", 0.3f, Stance.Squat), ("squat aside", 1.4f, Stance.Squat), ("all fours", 0.9f, Stance.AllFours),
        ("across", 1.5f, Stance.Lying), ("end-on", 0.15f, Stance.Lying), ("sitting", 0.4f, Stance.Sitting), ("rising", 0.5f, Stance.Rising),
    ];

    /// <summary>Draws the sheet.</summary>
    /// <param name="options">The families, a row each, and the seed; the rest is ignored.</param>
    /// <returns>The picture, owned by the caller.</returns>
    public static BgrImage Draw(SyntheticOptions options)
    {
        options.Validate();
        var (families, seed) = (options.Families(), options.Seed);
        var sheet = new PictureSheet([.. Columns.Select(column => column.Name)], [.. families.Select(family => family.ToString())], Tile, Tile);
        for (var row = 0; row < families.Length; row++)
            for (var column = 0; column < Columns.Length; column++)
                sheet.Put(Picture(families[row], Columns[column].Yaw, Columns[column].Stance, seed, (ulong)column), column, row);
        return sheet.Picture;
    }

    static BgrImage Picture(RobotFamily family, float yaw, Stance stance, ulong seed, ulong column)
    {
        var random = new SceneRandom(seed, column);
        var site = new RobotSite(Vector2.Zero, yaw, stance, random.NextBits(), random.NextBits());
        // First from afar, to know how large it is and where its middle is; the ground is in the middle of that picture.
        const int pixels = 160;
        const float distance = 12, angle = 0.35f;
        var scale = 2 * distance * MathF.Tan(angle / 2) / pixels;
        var box = Render(family, site, distance, angle, pixels, Vector2.Zero).Labels.Single(label => label.Class == ObjectClass.Robot).Box;
        var size = MathF.Max(box.Width, box.Height) * scale / Fill;
        var middle = new Vector2(box.CenterX - pixels / 2, pixels / 2 - box.CenterY) * scale;
        return Render(family, site, size * 2.2f + 0.2f, 2 * MathF.Atan(size / 2 / (size * 2.2f + 0.2f)), Tile, middle).Image;
    }

    // A robot that looks at a camera which sees an angle in radians.
    static Labels.LabelledImage Render(RobotFamily family, RobotSite site, float distance, float angle, int pixels, Vector2 middle)
    {
        var random = new SceneRandom(site.Looks);
        var layout = new FieldLayout { Length = 30, Width = 20 };
        var focal = pixels / 2.0 / Math.Tan(angle / 2);
        const float pitch = 0.12f;
        var scene = new SceneRecipe
        {
            Layout = layout,
            Camera = new PinholeCamera(new(pixels, pixels, focal, focal, pixels / 2.0, pixels / 2.0)),
            Pose = new(middle.Y + distance * pitch, 0, Math.Atan(pitch), Math.PI, site.Place.X + distance, site.Place.Y + middle.X),
            Turf = new(layout, random),
            Hall = new(layout, random),
            Light = new(random),
        };
        var robot = scene.Add(ObjectClass.Robot);
        RobotFamilies.Add(scene, robot, family, site);
        scene.CastShadows();
        return SceneRenderer.Render(scene, family.ToString());
    }
}
