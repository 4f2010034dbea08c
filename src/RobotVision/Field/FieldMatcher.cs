namespace RobotVision.Field;

/// <summary>
/// Finds the robot's placement on the field from crossings alone, and how well they fit. A symmetric field has two equal answers;
/// one of them is given. One thread at a time.
/// </summary>
public sealed class FieldMatcher
{
    /// <summary>The most that a crossing adds to the misfit, in squared standard deviations: one that is more than 3 away belongs to no mark.</summary>
    public const double MaximumMisfit = 9;

    const double LeastSeparation = 0.6; // metres: closer pairs give no exact direction
    const double LargestStretch = 0.3;  // of the distance between two crossings, by a camera that is a few degrees off
    const int Pairs = 6;
    const int Rounds = 3;

    readonly FieldMark[] _marks;
    readonly (double Distance, int I, int J)[] _pairs = new (double, int, int)[Pairs];

    /// <summary>Makes a matcher for a field.</summary>
    public FieldMatcher(FieldDimensions field) => _marks = [.. field.Marks()];

    /// <summary>The field's marks; matches are indices into it.</summary>
    public ReadOnlySpan<FieldMark> Marks => _marks;

    /// <summary>Finds the placement; false where no two crossings are as far apart as two marks of the field.</summary>
    /// <param name="seen">The crossings on the ground.</param>
    /// <param name="matches">Receives for each the index of its mark, or -1.</param>
    /// <param name="placement">Where the robot stands.</param>
    /// <param name="misfit">Sum over the crossings of squared deviations from their marks, each at most <see cref="MaximumMisfit"/>.</param>
    public bool TryMatch(ReadOnlySpan<GroundSighting> seen, Span<int> matches, out FieldPlacement placement, out double misfit)
    {
        (placement, misfit) = (default, seen.Length * MaximumMisfit);
        var pairs = FarthestPairs(seen);
        foreach (var (distance, i, j) in pairs)
            for (var a = 0; a < _marks.Length; a++)
            {
                if (_marks[a].Class != seen[i].Class) continue;
                for (var b = 0; b < _marks.Length; b++)
                {
                    if (a == b || _marks[b].Class != seen[j].Class) continue;
                    double dx = _marks[b].X - _marks[a].X, dy = _marks[b].Y - _marks[a].Y;
                    if (Math.Abs(Math.Sqrt(dx * dx + dy * dy) - distance) > LargestStretch * distance) continue;
                    var guess = Place(seen[i], seen[j], _marks[a], dx, dy);
                    var found = Misfit(seen, guess, matches);
                    if (found < misfit) (placement, misfit) = (guess, found);
                }
            }

        if (misfit >= seen.Length * MaximumMisfit) return false;
        for (var round = 0; round < Rounds; round++)
        {
            Misfit(seen, placement, matches);
            var better = Refine(seen, placement, matches);
            var found = Misfit(seen, better, matches);
            if (found < misfit) (placement, misfit) = (better, found);
        }

        misfit = Misfit(seen, placement, matches);
        return true;
    }

    ReadOnlySpan<(double Distance, int I, int J)> FarthestPairs(ReadOnlySpan<GroundSighting> seen)
    {
        var count = 0;
        for (var i = 0; i < seen.Length; i++)
            for (var j = 0; j < i; j++)
            {
                double dx = seen[j].X - seen[i].X, dy = seen[j].Y - seen[i].Y, distance = Math.Sqrt(dx * dx + dy * dy);
                if (distance < LeastSeparation) continue;
                // Pairs with exact places first: far crossings are uncertain.
                var worth = distance / Math.Sqrt(seen[i].XX + seen[i].YY + seen[j].XX + seen[j].YY);
                if (count == Pairs && Worth(seen, _pairs[^1]) >= worth) continue;
                var at = count < Pairs ? count++ : Pairs - 1;
                for (_pairs[at] = (distance, i, j); at > 0 && Worth(seen, _pairs[at - 1]) < worth; at--)
                    (_pairs[at], _pairs[at - 1]) = (_pairs[at - 1], _pairs[at]);
            }

        return _pairs.AsSpan(0, count);
    }

    static double Worth(ReadOnlySpan<GroundSighting> seen, (double Distance, int I, int J) pair) =>
        pair.Distance / Math.Sqrt(seen[pair.I].XX + seen[pair.I].YY + seen[pair.J].XX + seen[pair.J].YY);

    static FieldPlacement Place(in GroundSighting first, in GroundSighting second, FieldMark mark, double dx, double dy)
    {
        var heading = Math.Atan2(dy, dx) - Math.Atan2(second.Y - first.Y, second.X - first.X);
        var (x, y) = new FieldPlacement(0, 0, heading).ToField(first.X, first.Y);
        return new(mark.X - x, mark.Y - y, heading);
    }

    double Misfit(ReadOnlySpan<GroundSighting> seen, FieldPlacement placement, Span<int> matches)
    {
        var sum = 0.0;
        for (var i = 0; i < seen.Length; i++)
        {
            var (x, y) = placement.ToField(seen[i].X, seen[i].Y);
            var weight = seen[i].Information(placement.Heading);
            var least = MaximumMisfit;
            matches[i] = -1;
            for (var m = 0; m < _marks.Length; m++)
            {
                if (_marks[m].Class != seen[i].Class) continue;
                double dx = _marks[m].X - x, dy = _marks[m].Y - y;
                var squared = weight.XX * dx * dx + 2 * weight.XY * dx * dy + weight.YY * dy * dy;
                if (squared >= least) continue;
                (least, matches[i]) = (squared, m);
            }

            sum += least;
        }

        return sum;
    }

    // One Gauss-Newton step on x, y and heading, over the crossings that have a mark.
    FieldPlacement Refine(ReadOnlySpan<GroundSighting> seen, FieldPlacement placement, ReadOnlySpan<int> matches)
    {
        double hxx = 0, hxy = 0, hyy = 0, hxt = 0, hyt = 0, htt = 0, gx = 0, gy = 0, gt = 0;
        for (var i = 0; i < seen.Length; i++)
        {
            if (matches[i] < 0) continue;
            var (x, y) = placement.ToField(seen[i].X, seen[i].Y);
            var weight = seen[i].Information(placement.Heading);
            double dx = _marks[matches[i]].X - x, dy = _marks[matches[i]].Y - y;
            double tx = placement.Y - y, ty = x - placement.X; // of (x, y) by the heading
            double wx = weight.XX * tx + weight.XY * ty, wy = weight.XY * tx + weight.YY * ty;
            (hxx, hxy, hyy) = (hxx + weight.XX, hxy + weight.XY, hyy + weight.YY);
            (hxt, hyt, htt) = (hxt + wx, hyt + wy, htt + tx * wx + ty * wy);
            gx += weight.XX * dx + weight.XY * dy;
            gy += weight.XY * dx + weight.YY * dy;
            gt += wx * dx + wy * dy;
        }

        // Cramer's rule on the symmetric 3x3 system.
        double cxx = hyy * htt - hyt * hyt, cxy = hxt * hyt - hxy * htt, cxt = hxy * hyt - hyy * hxt;
        var determinant = hxx * cxx + hxy * cxy + hxt * cxt;
        if (!(Math.Abs(determinant) > 1e-12)) return placement;
        double cyy = hxx * htt - hxt * hxt, cyt = hxy * hxt - hxx * hyt, ctt = hxx * hyy - hxy * hxy;
        return new(
            placement.X + (cxx * gx + cxy * gy + cxt * gt) / determinant,
            placement.Y + (cxy * gx + cyy * gy + cyt * gt) / determinant,
            placement.Heading + (cxt * gx + cyt * gy + ctt * gt) / determinant);
    }
}

/// <summary>Where a robot stands on a field.</summary>
/// <param name="X">Metres from the field's centre along the field.</param>
/// <param name="Y">Metres from the field's centre across it.</param>
/// <param name="Heading">Turn to the left from the field's x in radians.</param>
public readonly record struct FieldPlacement(double X, double Y, double Heading)
{
    /// <summary>Where the robot would see the same from: a field looks the same after half a turn.</summary>
    public FieldPlacement HalfTurned => new(-X, -Y, Heading + Math.PI);

    /// <summary>Turns a place in the robot's frame into one of the field's.</summary>
    public (double X, double Y) ToField(double ahead, double left)
    {
        var (sine, cosine) = Math.SinCos(Heading);
        return (X + cosine * ahead - sine * left, Y + sine * ahead + cosine * left);
    }
}
