using RobotVision.Calibration.Boards;
using RobotVision.Cameras;
using RobotVision.Data.Randomness;
using RobotVision.Geometry;
using RobotVision.Imaging;

namespace RobotVision.Calibration.Tests.Boards;

/// <summary>Views of boards by a known camera: as corners with noise, and as pictures.</summary>
static class BoardScene
{
    public static readonly BoardPattern Pattern = new(9, 6, 0.025);

    public static readonly PinholeCamera Pinhole = new(new(640, 480, 540, 536, 330, 236), -0.25, 0.08, 0.001, -0.0008, -0.01);

    public static readonly FisheyeCamera Fisheye = new(new(640, 480, 240, 241, 325, 233), -0.02, 0.004, -0.002, 0.0003);

    /// <summary>Poses of a board in all parts of the image, tilted to all sides, completely in view.</summary>
    public static List<BoardPlacement> Placements(ICameraModel camera, int count, ulong seed, double tilt = 0.6)
    {
        var random = new RandomSequence(seed, 0);
        var placements = new List<BoardPlacement>();
        while (placements.Count < count)
        {
            double x = random.Uniform(0, camera.Width), y = random.Uniform(0, camera.Height), distance = random.Uniform(0.14f, 0.5f);
            if (!camera.TryUnproject(x, y, out var ray)) continue;
            Vector3d rotation = new(random.Uniform(-(float)tilt, (float)tilt), random.Uniform(-(float)tilt, (float)tilt), random.Uniform(-0.3f, 0.3f));
            var middle = new BoardPlacement(rotation, default).Turn((Pattern.Place(0) + Pattern.Place(Pattern.Count - 1)) * 0.5);
            var placement = new BoardPlacement(rotation, ray * distance - middle);
            if (Enumerable.Range(0, Pattern.Count).All(i => IsSeen(camera, placement, placement.ToCamera(Pattern.Place(i))))) placements.Add(placement);
        }

        return placements;
    }

    /// <summary>A view of a board, with normally distributed noise.</summary>
    public static BoardView View(ICameraModel camera, BoardPlacement placement, double noise, ref RandomSequence random, string name = "view")
    {
        double[] x = new double[Pattern.Count], y = new double[Pattern.Count];
        for (var i = 0; i < x.Length; i++)
        {
            camera.TryProject(placement.ToCamera(Pattern.Place(i)), out x[i], out y[i]);
            x[i] += noise * random.Normal();
            y[i] += noise * random.Normal();
        }

        return new(name, camera.Width, camera.Height, [.. Enumerable.Range(0, Pattern.Count)], x, y, 1);
    }

    /// <summary>A picture of a board on a grey wall; <paramref name="color"/> is the brightness at a point of the board, in squares.</summary>
    public static BgrImage Render(ICameraModel camera, BoardPlacement placement, Func<double, double, double>? color = null)
    {
        const int fine = 2;
        color ??= Chessboard;
        var image = new BgrImage(camera.Width, camera.Height);
        Vector3d right = placement.Turn(new(1, 0, 0)), down = placement.Turn(new(0, 1, 0)), normal = placement.Normal;
        image.Pixels.AsSpan().Fill(127);
        // Outside the rim there is only the wall.
        var seen = Enumerable.Range(0, 4).Select(
            i => placement.ToCamera(new Vector3d(i % 2 * (Pattern.Columns + 3) - 2, i / 2 * (Pattern.Rows + 3) - 2, 0) * Pattern.SquareMetres))
            .Select(point => (Seen: camera.TryProject(point, out var x, out var y), X: x, Y: y)).ToArray();
        var whole = seen.Any(point => !point.Seen);
        int first = whole ? 0 : (int)Math.Max(0, seen.Min(p => p.X) - 20), end = whole ? camera.Width : (int)Math.Min(camera.Width, seen.Max(p => p.X) + 20);
        int top = whole ? 0 : (int)Math.Max(0, seen.Min(p => p.Y) - 20), bottom = whole ? camera.Height : (int)Math.Min(camera.Height, seen.Max(p => p.Y) + 20);
        Parallel.For(top, bottom, y =>
        {
            for (var x = first; x < end; x++)
            {
                var sum = 0.0;
                for (var part = 0; part < fine * fine; part++)
                {
                    var light = 0.5;
                    if (camera.TryUnproject(x + (part % fine + 0.5) / fine, y + (part / fine + 0.5) / fine, out var ray)
                        && ray.Dot(normal) is var slope and > 1e-6)
                    {
                        var onBoard = ray * (placement.Shift.Dot(normal) / slope) - placement.Shift;
                        light = color(onBoard.Dot(right) / Pattern.SquareMetres, onBoard.Dot(down) / Pattern.SquareMetres);
                    }

                    sum += light;
                }

                image.Pixels.AsSpan((y * camera.Width + x) * 3, 3).Fill((byte)(20 + 215 * sum / (fine * fine)));
            }
        });
        return image;
    }

    static double Chessboard(double column, double row)
    {
        if (column < -2 || row < -2 || column > Pattern.Columns + 1 || row > Pattern.Rows + 1) return 0.5;
        if (column < -1 || row < -1 || column > Pattern.Columns || row > Pattern.Rows) return 1;
        return ((int)Math.Floor(column) + (int)Math.Floor(row)) % 2 == 0 ? 0 : 1;
    }

    // Inside the image, and the board not seen edge-on or from behind.
    static bool IsSeen(ICameraModel camera, BoardPlacement placement, Vector3d point) =>
        camera.TryProject(point, out var x, out var y) && x > 12 && y > 12 && x < camera.Width - 12 && y < camera.Height - 12
            && point.Normalized().Dot(placement.Normal) > 0.15;
}
