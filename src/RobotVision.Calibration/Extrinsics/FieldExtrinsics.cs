using System.Globalization;
using RobotVision.Cameras;
using RobotVision.Field;
using RobotVision.Geometry;

namespace RobotVision.Calibration.Extrinsics;

/// <summary>
/// Finds corrections of a camera's height, roll and pitch from line crossings, so that the crossings of every image match the field's; then refines them
/// with the lines themselves where images are given. The robot's position on the field in each image is estimated along with them.
/// </summary>
public sealed class FieldExtrinsics
{
    const int Rounds = 4;
    const double FarthestCrossing = 6; // metres: farther ones are only a few pixels high
    const double Degree = Math.PI / 180;
    const double FarthestHeight = 0.3, FarthestTurn = 12 * Degree; // from the given pose: 1.5 times the documented range

    readonly ICameraModel _camera;
    readonly FieldDimensions _field;
    readonly FieldMatcher _matcher;
    readonly FieldFrame[] _frames;

    FieldExtrinsics(ICameraModel camera, FieldDimensions field, IEnumerable<FieldFrame> frames)
    {
        (_camera, _field) = (camera, field);
        _matcher = new(field);
        _frames = [.. frames.Where(frame => frame.Crossings.Count >= 3)];
    }

    /// <summary>Finds the corrections.</summary>
    /// <param name="camera">The lens.</param>
    /// <param name="field">The field.</param>
    /// <param name="frames">Images from different places; each pose within 8 degrees and a tenth of the height.</param>
    /// <returns>The corrections to add to the poses' height, roll and pitch.</returns>
    /// <exception cref="InvalidDataException">The crossings do not determine the corrections; the message says what was expected and what to do.</exception>
    public static ExtrinsicsCalibration Calibrate(ICameraModel camera, FieldDimensions field, IReadOnlyList<FieldFrame> frames)
    {
        var calibration = new FieldExtrinsics(camera, field, frames);
        if (calibration._frames.Length < 3)
            throw new InvalidDataException(
                $"Extrinsics: expected at least 3 images with 3 crossings or more, found {calibration._frames.Length} of {frames.Count}. "
                + "Look at the penalty area or the centre circle from 1 to 4 m, from several places.");
        return calibration.Solve();
    }

    ExtrinsicsCalibration Solve()
    {
        var correction = Search();
        FieldFit? fit = null;
        List<MatchedFrame> frames = [];
        for (var round = 0; round < Rounds; round++)
        {
            // Large tolerances in the first round, when the poses are least accurate.
            var matched = Match(correction, pixelDeviation: round == 0 ? 5 : 3, tiltDeviation: (round == 0 ? 1 : 0.3) * Degree);
            if (fit is not null) matched = WithoutOutliers(matched, fit);
            if (matched.Count < 3)
                throw new InvalidDataException(
                    $"Extrinsics: expected crossings that match the field in at least 3 images, found {matched.Count} of {_frames.Length}: "
                    + "is it this field, and is the given pose within 8 degrees and a tenth of the height?");
            fit = FieldFit.Solve(_camera, matched, correction);
            (correction, frames) = (fit.Correction, matched);
        }

        var (height, roll, pitch) = fit!.Deviations;
        if (!(height <= 0.03 && roll <= Degree && pitch <= Degree))
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture,
                $"Extrinsics: expected crossings that determine the height to 3 cm and the tilt to a degree, found {height * 100:0.0} cm, "
                + $"{roll / Degree:0.0} and {pitch / Degree:0.0} degrees. Take more images, with near and far crossings in each."));
        var given = _frames[0].Pose.Height;
        if (!(Math.Abs(correction[0]) <= FarthestHeight * given && Math.Abs(correction[1]) <= FarthestTurn && Math.Abs(correction[2]) <= FarthestTurn))
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture,
                $"Extrinsics: expected the given pose within 8 degrees and a tenth of the height, found it off by {correction[0] / given:0 %} "
                + $"of the height, {correction[1] / Degree:0.0} degrees of roll and {correction[2] / Degree:0.0} of pitch. ")
                + "Measure the height, and give a pose nearer to the true one.");
        var byCrossings = new ExtrinsicsCalibration(correction[0], correction[1], correction[2], height, roll, pitch, fit.RmsPixels, fit.FrameCount);
        var withImage = frames.Where(frame => frame.Frame.Image is not null).Select(frame => frame with { Placement = fit.Placement(frame.Frame) }).ToArray();
        return new FieldLineFit(_camera, _field, withImage).Refine(byCrossings);
    }

    // A coarse search for the start of the fit: tilts in steps that are small enough for the matcher.
    double[] Search()
    {
        double[] best = [0, 0, 0];
        var least = double.MaxValue;
        for (var pitch = -8; pitch <= 8; pitch += 2)
            for (var roll = -6; roll <= 6; roll += 2)
            {
                double[] correction = [0, roll * Degree, pitch * Degree];
                var misfit = _frames.Take(12).Sum(frame => Misfit(frame, correction));
                if (misfit < least) (least, best) = (misfit, correction);
            }

        return best;
    }

    double Misfit(FieldFrame frame, double[] correction)
    {
        var seen = Ground(frame, correction, 5, Degree, out _);
        _matcher.TryMatch(seen, new int[seen.Length], out _, out var misfit);
        return misfit + FieldMatcher.MaximumMisfit * (frame.Crossings.Count - seen.Length);
    }

    List<MatchedFrame> Match(double[] correction, double pixelDeviation, double tiltDeviation)
    {
        var matched = new List<MatchedFrame>();
        foreach (var frame in _frames)
        {
            var seen = Ground(frame, correction, pixelDeviation, tiltDeviation, out var numbers);
            var matches = new int[seen.Length];
            if (seen.Length < 3 || !_matcher.TryMatch(seen, matches, out var placement, out _)) continue;
            var pairs = Enumerable.Range(0, seen.Length).Where(i => matches[i] >= 0)
                .Select(i => (frame.Crossings[numbers[i]], _matcher.Marks[matches[i]])).ToArray();
            if (pairs.Length >= 3) matched.Add(new(frame, placement, pairs));
        }

        return matched;
    }

    GroundSighting[] Ground(FieldFrame frame, double[] correction, double pixelDeviation, double tiltDeviation, out List<int> numbers)
    {
        numbers = [];
        var pose = TimedPose.Of(FieldFit.Corrected(frame.Pose, correction, default));
        var seen = new List<GroundSighting>();
        for (var i = 0; i < frame.Crossings.Count; i++)
        {
            if (!GroundSighting.TryMake(_camera, pose, frame.Crossings[i], pixelDeviation * _camera.Width / 640, tiltDeviation, out var sighting)) continue;
            if (sighting.X * sighting.X + sighting.Y * sighting.Y > FarthestCrossing * FarthestCrossing) continue;
            seen.Add(sighting);
            numbers.Add(i);
        }

        return [.. seen];
    }

    // Removes pairs farther apart than four times the median: wrong matches.
    List<MatchedFrame> WithoutOutliers(List<MatchedFrame> frames, FieldFit fit)
    {
        var limit = 4 * Math.Max(0.5, fit.MedianPixels);
        return [.. frames.Select(frame => frame with { Pairs = [.. frame.Pairs.Where(pair => fit.Distance(_camera, frame, pair) < limit)] })
            .Where(frame => frame.Pairs.Count >= 3)];
    }
}
