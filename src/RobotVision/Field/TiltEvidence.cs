namespace RobotVision.Field;

/// <summary>What crossings show of an error of the camera's roll and pitch: the information matrix and its product with the error.</summary>
readonly record struct TiltEvidence(double RollRoll, double RollPitch, double PitchPitch, double Roll, double Pitch)
{
    const int Size = 5; // x, y and heading of the robot, roll and pitch of the camera

    double Determinant => RollRoll * PitchPitch - RollPitch * RollPitch;

    /// <summary>The most likely error in radians.</summary>
    public (double Roll, double Pitch) Error => Determinant > 0
        ? ((PitchPitch * Roll - RollPitch * Pitch) / Determinant, (RollRoll * Pitch - RollPitch * Roll) / Determinant)
        : (0, 0);

    /// <summary>How unlikely it is that there is no error: squared standard deviations, with two degrees of freedom.</summary>
    public double Significance => Error.Roll * Roll + Error.Pitch * Pitch;

    /// <summary>Evidence of both.</summary>
    public static TiltEvidence operator +(TiltEvidence a, TiltEvidence b) =>
        new(a.RollRoll + b.RollRoll, a.RollPitch + b.RollPitch, a.PitchPitch + b.PitchPitch, a.Roll + b.Roll, a.Pitch + b.Pitch);

    /// <summary>The evidence of one frame, whatever the robot's place and heading are.</summary>
    /// <param name="seen">The crossings, their covariance that of the pixels alone.</param>
    /// <param name="marks">The field's marks.</param>
    /// <param name="matches">The index of each crossing's mark, or -1.</param>
    /// <param name="placement">About where the robot stands.</param>
    /// <param name="height">The camera's height in metres.</param>
    /// <param name="tiltDeviation">Standard deviation in radians of the tilt from frame to frame, which is no error.</param>
    /// <remarks>
    /// Least squares on the crossings' misses, linear in all five unknowns; the robot's three are eliminated first, and what is left is
    /// the information on the tilt. A tilt error e that puts a mark at slant distance s to s' moves it by e s s' / h, exactly between
    /// the derivatives at both ends, so these are scaled by s' / s: two degrees are no small angle to the horizon.
    /// </remarks>
    public static TiltEvidence Of(
        ReadOnlySpan<GroundSighting> seen, ReadOnlySpan<FieldMark> marks, ReadOnlySpan<int> matches, FieldPlacement placement, double height,
        double tiltDeviation)
    {
        Span<double> system = stackalloc double[Size * (Size + 1)];
        system.Clear();
        Span<double> byX = stackalloc double[Size], byY = stackalloc double[Size];
        var (sine, cosine) = Math.SinCos(placement.Heading);
        for (var i = 0; i < seen.Length; i++)
        {
            if (matches[i] < 0) continue;
            var sighting = seen[i];
            var (x, y) = placement.ToField(sighting.X, sighting.Y);
            var mark = marks[matches[i]];
            double offX = mark.X - placement.X, offY = mark.Y - placement.Y, missX = mark.X - x, missY = mark.Y - y;
            var square = (height * height + offX * offX + offY * offY) / (height * height + sighting.X * sighting.X + sighting.Y * sighting.Y);
            double scaledCosine = cosine * Math.Sqrt(square), scaledSine = sine * Math.Sqrt(square);
            (byX[0], byX[1], byX[2]) = (1, 0, placement.Y - y);
            (byY[0], byY[1], byY[2]) = (0, 1, x - placement.X);
            (byX[3], byY[3]) = (scaledCosine * sighting.RollX - scaledSine * sighting.RollY, scaledSine * sighting.RollX + scaledCosine * sighting.RollY);
            (byX[4], byY[4]) = (scaledCosine * sighting.PitchX - scaledSine * sighting.PitchY, scaledSine * sighting.PitchX + scaledCosine * sighting.PitchY);
            var (xx, xy, yy) = sighting.Information(placement.Heading);
            (xx, xy, yy) = (xx / square, xy / square, yy / square);
            for (var row = 0; row < Size; row++)
            {
                double weightX = byX[row] * xx + byY[row] * xy, weightY = byX[row] * xy + byY[row] * yy;
                for (var column = 0; column < Size; column++) system[row * (Size + 1) + column] += weightX * byX[column] + weightY * byY[column];
                system[row * (Size + 1) + Size] += weightX * missX + weightY * missY;
            }
        }

        for (var pivot = 0; pivot < 3; pivot++)
        {
            var diagonal = system[pivot * (Size + 1) + pivot];
            if (!(diagonal > 1e-9)) return default;
            for (var row = pivot + 1; row < Size; row++)
            {
                var factor = system[row * (Size + 1) + pivot] / diagonal;
                for (var column = pivot; column <= Size; column++) system[row * (Size + 1) + column] -= factor * system[pivot * (Size + 1) + column];
            }
        }

        const int roll = 3 * (Size + 1), pitch = 4 * (Size + 1);
        return new TiltEvidence(system[roll + 3], system[roll + 4], system[pitch + 4], system[roll + Size], system[pitch + Size])
            .WithVariance(tiltDeviation * tiltDeviation);
    }

    // A tilt that differs from frame to frame adds its variance: (S^-1 + v)^-1 = (1 + v S)^-1 S, which needs no inverse of S.
    TiltEvidence WithVariance(double variance)
    {
        double a = 1 + variance * RollRoll, b = variance * RollPitch, c = 1 + variance * PitchPitch, determinant = a * c - b * b;
        return new(
            (c * RollRoll - b * RollPitch) / determinant, (c * RollPitch - b * PitchPitch) / determinant, (a * PitchPitch - b * RollPitch) / determinant,
            (c * Roll - b * Pitch) / determinant, (a * Pitch - b * Roll) / determinant);
    }

    /// <summary>The same with its error limited in length: a larger one comes from wrongly matched crossings.</summary>
    public TiltEvidence Clipped(double largestError)
    {
        var (roll, pitch) = Error;
        var length = Math.Sqrt(roll * roll + pitch * pitch);
        if (length <= largestError) return this;
        var factor = largestError / length;
        return this with { Roll = Roll * factor, Pitch = Pitch * factor };
    }
}
