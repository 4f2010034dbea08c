using RobotVision.Detections;
using RobotVision.Inference;
using RobotVision.Sampling;

namespace RobotVision.CloseUps;

/// <summary>
/// Chooses the square parts of a frame that are worth a second, closer look: first where tracks expect a ball, then where the look at
/// the whole view was unsure, then, with what is left, along the band where far objects stand and at the robot's feet, a few places a
/// frame, so that a few frames cover it all. With calibration and pose, close-ups are as large as suits a ball that lies there; without,
/// the first look alone says where and how large. The same frames give the same choice. Allocates nothing; one thread at a time.
/// </summary>
public sealed class CloseUpChooser
{
    /// <summary>A candidate less sure than this in the whole view is noise: there are hundreds a frame; chosen on rendered frames.</summary>
    const float LowestConfidence = 0.05f;

    /// <summary>How wide an object shall be in its close-up, in parts of the close-up's side: what the network is trained to see best.</summary>
    const float ObjectPart = 0.25f;

    /// <summary>An object that is this wide in the whole view already, in its pixels, gains nothing by a closer look.</summary>
    const float WideEnough = 20;

    /// <summary>A close-up on the band is this part of the frame's shorter side: a ball of 12 pixels in 480 rows is then 6 to 10 wide.</summary>
    const float BandPart = 0.3f;

    /// <summary>The part of the close-ups that scan band and feet, whatever the first look says; with a pose alone, which says where these are.</summary>
    const int ScanningShare = 3;

    /// <summary>A ball farther away than this is what the band is scanned for, in metres: nearer ones are seen in the whole view. Chosen by us.</summary>
    const double FarRange = 5;

    /// <summary>
    /// Radians between neighbouring places on the far field, and how many there are, over nearly half a turn: half a close-up apart, which is
    /// four balls wide, so that nothing is always cut by an edge.
    /// </summary>
    const double BearingStep = 2 * 0.22 / FarRange;

    const int Bearings = 35;

    /// <summary>Metres ahead of the point below the camera, and to either side of it, where the ball lies that is at the feet.</summary>
    const double FeetRange = 0.4, FeetBearing = 0.5;

    /// <summary>Every how many-th scanning look goes to the feet.</summary>
    const int FeetTurn = 4;

    /// <summary>A first look's ball whose size is more than this many times too large or small to lie where it is seen is none.</summary>
    const float WrongSize = 2.5f;

    /// <summary>Standard deviations of a track's place that its close-up covers to either side.</summary>
    const float CoveredSpread = 2;

    /// <summary>A pixel of the frame is at most this many of a close-up's: what the network is trained on goes farther, and smaller close-ups show too little around a ball.</summary>
    const float MostMagnified = 2;

    /// <summary>How fast the band follows what is seen, a frame.</summary>
    const float BandFollows = 0.1f;

    readonly float[] _gains = new float[MostCandidates];
    readonly Detection[] _candidates = new Detection[MostCandidates];
    int _count;
    int _nextOnBand, _nextScan;
    float _band = 0.4f;

    /// <summary>The most close-ups of a frame.</summary>
    public const int MostCloseUps = 16;

    /// <summary>Whether close-ups are made for a class, in the order of <see cref="ObjectClass"/>: what a network says of a class that it never learned draws none.</summary>
    readonly bool[] _isTrained;

    /// <summary>Begins a stream of frames.</summary>
    /// <param name="model">Says which classes the network was trained on; all when left out.</param>
    public CloseUpChooser(ModelContract? model = null) => _isTrained = [.. ObjectClasses.Names.Select((_, c) => model?.IsTrained((ObjectClass)c) ?? true)];

    const int MostCandidates = 32;

    /// <summary>Chooses.</summary>
    /// <param name="output">(40, C, C) in <see cref="GridLayout"/>, what the network said of the whole view.</param>
    /// <param name="width">The frame's width in pixels.</param>
    /// <param name="height">The frame's height in pixels.</param>
    /// <param name="view">What is known of the view beforehand; nothing where there is no calibration or no pose.</param>
    /// <param name="regions">Takes the close-ups, squares inside the frame; all of them are used.</param>
    public void Choose(ReadOnlySpan<float> output, int width, int height, ViewExpectation view, Span<ImageRegion> regions)
    {
        FindCandidates(output, width, height, view);
        var chosen = 0;
        foreach (var place in view.Places)
            if (chosen < regions.Length && place.Side * SampleFormat.Size / width < WideEnough)
                regions[chosen++] = Square(place.X, place.Y, Math.Max(place.Side / ObjectPart, place.Side + 2 * CoveredSpread * place.Spread), width, height);
        var unsure = view.IsKnown ? regions.Length - regions.Length / ScanningShare : regions.Length;
        while (chosen < unsure && TakeBest(out var candidate))
        {
            if (!IsCovered(candidate, regions[..chosen])) regions[chosen++] = About(candidate, width, height, view);
        }
        FollowBand(height);
        while (chosen < regions.Length) regions[chosen++] = view.IsKnown ? NextScan(view, width, height) : NextOnBand(width, height);
    }

    /// <summary>The likeliest places of each class by what a closer look would tell: much where the first was unsure and the object small.</summary>
    void FindCandidates(ReadOnlySpan<float> output, int width, int height, ViewExpectation view)
    {
        _count = 0;
        var whole = ImageRegion.Whole(width, height);
        var lowest = MathF.Log(LowestConfidence / (1 - LowestConfidence));
        var layout = GridLayout.Of(output.Length);
        for (var c = 0; c < ObjectClasses.Count; c++)
        {
            if (!_isTrained[c]) continue;
            var maps = output.Slice(c * layout.ClassLength, layout.ClassLength);
            for (var cell = 0; cell < layout.Plane; cell++)
            {
                if (!(maps[cell] >= lowest) || !GridDecoder.IsPeak(layout, maps[..layout.Plane], cell)) continue;
                var candidate = GridDecoder.Candidate(layout, (ObjectClass)c, maps, cell, whole, width, height);
                var pixels = MathF.Sqrt(candidate.Box.Area / ((float)width * height)) * SampleFormat.Size;
                var gain = candidate.Confidence * (1 - candidate.Confidence) * Math.Max(0, 1 - pixels / WideEnough);
                if (candidate.Class == ObjectClass.Ball) gain *= view.IsKnown && !CanBeBall(candidate, view) ? 0 : 2; // what the game is about
                if (gain > 0) Keep(candidate, gain);
            }
        }
    }

    /// <summary>Keeps the candidates of the greatest gain; among equals the earlier one.</summary>
    void Keep(Detection candidate, float gain)
    {
        var at = _count;
        if (_count == MostCandidates)
        {
            at = 0;
            for (var i = 1; i < _count; i++) if (_gains[i] < _gains[at]) at = i;
            if (_gains[at] >= gain) return;
        }
        else
        {
            _count++;
        }
        (_candidates[at], _gains[at]) = (candidate, gain);
    }

    bool TakeBest(out Detection candidate)
    {
        var best = -1;
        for (var i = 0; i < _count; i++) if (_gains[i] > 0 && (best < 0 || _gains[i] > _gains[best])) best = i;
        candidate = best < 0 ? default : _candidates[best];
        if (best >= 0) _gains[best] = 0;
        return best >= 0;
    }

    /// <summary>Whether one of the close-ups shows an object well inside and not much smaller than a close-up of its own would.</summary>
    static bool IsCovered(Detection candidate, ReadOnlySpan<ImageRegion> regions)
    {
        foreach (var region in regions)
        {
            float x = (candidate.Box.CenterX - region.X) / region.Width, y = (candidate.Box.CenterY - region.Y) / region.Height;
            var side = Math.Max(candidate.Box.Width, candidate.Box.Height);
            if (Math.Min(x, 1 - x) > ObjectPart / 2 && Math.Min(y, 1 - y) > ObjectPart / 2 && side < region.Width * ObjectPart * 2 && side > region.Width * ObjectPart / 4) return true;
        }
        return false;
    }

    /// <summary>Whether a ball that lies where the candidate is seen would be about as large.</summary>
    static bool CanBeBall(Detection candidate, ViewExpectation view)
    {
        if (!view.TryBallSide(candidate.Box.CenterX, candidate.Box.CenterY, out var expected)) return false;
        var ratio = MathF.Sqrt(candidate.Box.Area) / expected;
        return ratio is < WrongSize and > 1 / WrongSize;
    }

    /// <summary>A close-up about a candidate; of a ball, sized by what a ball there measures, which is known better than what the first look guesses.</summary>
    static ImageRegion About(Detection candidate, int width, int height, ViewExpectation view)
    {
        var (x, y) = (candidate.Box.CenterX, candidate.Box.CenterY);
        var side = candidate.Class == ObjectClass.Ball && view.TryBallSide(x, y, out var expected) ? expected : Math.Max(candidate.Box.Width, candidate.Box.Height);
        return Square(x, y, side / ObjectPart, width, height);
    }

    /// <summary>The next place that is scanned: along the far field, and now and then at the feet.</summary>
    ImageRegion NextScan(ViewExpectation view, int width, int height)
    {
        var scan = _nextScan++;
        if (scan % FeetTurn == FeetTurn - 1 && view.TryAt(FeetRange, scan / FeetTurn % 2 == 0 ? FeetBearing : -FeetBearing, out var feet))
            return Square(feet.X, feet.Y, feet.Side / ObjectPart, width, height);
        // The far field is a curve in the image: as many bearings are tried as it takes to come across one in view.
        for (var tries = 0; tries < Bearings; tries++)
        {
            var bearing = ((int)((uint)_nextOnBand++ * 3 % Bearings) - Bearings / 2) * BearingStep;
            if (view.TryAt(FarRange, bearing, out var place)) return Square(place.X, place.Y, place.Side / ObjectPart, width, height);
        }
        return NextOnBand(width, height); // looks where no field is
    }

    /// <summary>Moves the band towards the small things that were seen: the far field lies there.</summary>
    void FollowBand(int height)
    {
        float sum = 0, weight = 0;
        for (var i = 0; i < _count; i++)
        {
            var candidate = _candidates[i];
            var size = candidate.Box.Height / height;
            if (size > 0.1f) continue;
            sum += candidate.Confidence * (candidate.Box.CenterY / height);
            weight += candidate.Confidence;
        }
        if (weight > 0) _band += BandFollows * Math.Min(1, weight) * (sum / weight - _band);
    }

    /// <summary>The places on the band lie half a close-up apart, so that nothing is always cut by an edge.</summary>
    ImageRegion NextOnBand(int width, int height)
    {
        var side = Math.Min(width, height) * BandPart;
        var places = Math.Max(1, (int)MathF.Ceiling(width / side * 2) - 1);
        // Every third place, so that the looks of one frame lie far apart and the next frames fill the gaps.
        var place = (int)((uint)_nextOnBand++ * 3 % (uint)places);
        return Square((place + 1) * side / 2, _band * height, side, width, height);
    }

    /// <summary>A square inside the frame, no larger than it, in which pixels are not magnified more than a network that is trained on such still reads them.</summary>
    static ImageRegion Square(float x, float y, float side, int width, int height)
    {
        side = Math.Min(Math.Max(side, SampleFormat.Size / MostMagnified), Math.Min(width, height));
        return new(Math.Clamp(x - side / 2, 0, width - side), Math.Clamp(y - side / 2, 0, height - side), side, side);
    }
}
