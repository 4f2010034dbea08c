using RobotVision.Imaging;

namespace RobotVision.Testing;

/// <summary>A data set of small drawn pictures, each with a white ball and an orange cone on a lawn; the cone is a class of its own.</summary>
static class DrawnCones
{
    public const int Side = 64;

    /// <summary>Writes four pictures for training and two to choose thresholds on.</summary>
    /// <param name="folder">Where the set's folder goes.</param>
    /// <param name="set">The set's folder.</param>
    /// <param name="names">Its own names: that of the ball and that of the cone.</param>
    /// <param name="fields">What its data.yaml says besides lists and names.</param>
    /// <returns>Its <c>data.yaml</c>.</returns>
    public static string Write(TemporaryFolder folder, string set = "cones", string names = "ball, cone", string fields = "extra: [cone]\n")
    {
        for (var i = 0; i < 6; i++)
        {
            var name = $"{set}/{(i < 4 ? "train" : "val")}/{i}";
            Directory.CreateDirectory(Path.GetDirectoryName(folder[name])!);
            var (x, y) = (14 + 6 * i, 46 - 4 * i); // of the cone's foot
            ImageFile.Write(folder[$"{name}.png"], Draw(x, y).View);
            folder.Write($"{name}.txt", FormattableString.Invariant(
                $"0 {(Side - x) / (float)Side} 0.8 0.125 0.125\n1 {x / (float)Side} {(y - 8) / (float)Side} 0.25 0.25\n"));
        }

        return folder.Write($"{set}/data.yaml", $"train: train\nval: val\nnames: [{names}]\n{fields}");
    }

    static BgrImage Draw(int footX, int footY)
    {
        var image = new BgrImage(Side, Side);
        for (var y = 0; y < Side; y++)
            for (var x = 0; x < Side; x++)
            {
                double ballX = x - (Side - footX), ballY = y - 0.8 * Side;
                var isBall = ballX * ballX + ballY * ballY < 16;
                var isCone = y <= footY && footY - y < 16 && Math.Abs(x - footX) <= (16 - (footY - y)) / 2;
                byte[] color = isCone ? [20, 110, 250] : isBall ? [250, 250, 250] : [40, (byte)(120 + (x * 7 + y * 3) % 20), 40];
                color.CopyTo(image.Pixels.AsSpan((y * Side + x) * 3));
            }

        return image;
    }
}
