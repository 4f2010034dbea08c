using RobotVision.Detections;
using RobotVision.Inference;
using RobotVision.Sampling;

namespace RobotVision.CloseUps;

/// <summary>
/// Chooses the square parts of a frame that are sampled again at a higher resolution (close-ups): first where tracks expect a ball, then where the
/// network was unsure in the whole view. The rest scans the far field, where objects are small, and the ground at the robot's feet, a few places a
/// frame, so that several frames cover all of it. With calibration and pose, the size of a close-up follows from the size of a ball at that place;
/// without, places and sizes come from the whole view alone. The same frames give the same choice. Allocates nothing; one thread at a time.
/// </summary>
public sealed class CloseUpChooser
{
    /// <summary>Candidates below this confidence in the whole view are ignored: there are hundreds a frame. Chosen on rendered frames.</summary>
    const float LowestConfidence = 0.05f;

    /// <summary>The wanted width of an object in its close-up, as a part of the close-up's side: the size that the network detects best.</summary>
    const float ObjectPart = 0.25f;

    /// <summary>An object at least this wide in the whole view's sample, in its pixels, gains nothing by a close-up.</summary>
    const float WideEnough = 20;

    /// <summary>
    /// The side of a scanning close-up without pose, as a part of the frame's shorter side: a ball of 12 pixels in 480 rows is then 6 to 10 wide.
    /// </summary>
    const float BandPart = 0.3f;

    /// <summary>
    /// One in this many close-ups is kept for scanning, whatever the whole view shows. Without a pose the first <see cref="ForCandidates"/> are not: on
    /// <c>msl</c> (val), <c>ssl</c> (train) and rendered images scanning with two of six close-ups finds more, with one of three less.
    /// </summary>
    const int ScanningShare = 3, ForCandidates = 4;

    /// <summary>
    /// The distance at which the far field is scanned, in metres, and the width of a ball there as a part of its close-up's side: nearer balls are seen in
    /// the whole view. Chosen on rendered matches (seeds 9300 to 9329, six close-ups): of 223 balls beyond 5 m, 78 are found and placed so, 72 with 8 m and
    /// 0.25, which takes longer for all of the field, 44 with 5 m and 59 with 10 m and 0.25.
    /// </summary>
    const double FarRange = 8, FarPart = 0.18;

    /// <summary>
    /// Radians between neighbouring places of the scan, and how many there are, over nearly half a turn: half a close-up apart, so that no object is cut by
    /// an edge every time.
    /// </summary>
    const double BearingStep = 0.22 / FarPart / 2 / FarRange;

    const int Bearings = 41;

    /// <summary>Where the ground at the robot's feet is scanned: metres from the point below the camera, and radians to either side.</summary>
    const double FeetRange = 0.4, FeetBearing = 0.5;

    /// <summary>One in this many scanning close-ups shows the ground at the feet.</summary>
    const int FeetTurn = 4;

    /// <summary>A candidate whose size differs by more than this factor from a ball's at that place is no ball.</summary>
    const float WrongSize = 2.5f;

    /// <summary>Standard deviations of a track's predicted place that its close-up covers to either side.</summary>
    const float CoveredSpread = 2;

    /// <summary>The most pixels of a sample for one pixel of the frame: training goes farther, but smaller close-ups show too little around a ball.</summary>
    const float MostMagnified = 2;

    /// <summary>How fast the height of the band follows the small objects in the whole view: the part of the difference that is made up in a frame.</summary>
    const float BandFollows = 0.1f;

    const int MostCandidates = 32;

    readonly float[] _gains = new float[MostCandidates];
    readonly Detection[] _candidates = new Detection[MostCandidates];
    int _count;
    int _nextOnBand, _nextScan;
    float _band = 0.4f; // the height of the far field, as a part of the frame's height from its top; the first value is chosen by us
    readonly bool[] _isTrained; // by class: the network's output for an untrained class is meaningless and gets no close-ups

    /// <summary>The most close-ups of a frame.</summary>
    public const int MostCloseUps = 16;

    /// <summary>Prepares for a stream of frames.</summary>
    /// <param name="model">Names the classes that the network was trained on; the eight built-in ones when null.</param>
    public CloseUpChooser(ModelContract? model = null) =>
        _isTrained = [.. (model?.Classes ?? ClassNames.BuiltIn).Classes.Select(one => model?.IsTrained(one) ?? true)];

    /// <summary>How far the scan is: with it, the same frames give the same choice.</summary>
    public ScanPlace Scan
    {
        get => new(_nextOnBand, _nextScan, _band);
        set => (_nextOnBand, _nextScan, _band) = (value.NextOnBand, value.NextScan, value.Band);
    }

    /// <summary>Chooses the close-ups of a frame.</summary>
    /// <param name="output">(5 K, C, C) in <see cref="GridLayout"/>, the network's output for the whole view.</param>
    /// <param name="width">The frame's width in pixels.</param>
    /// <param name="height">The frame's height in pixels.</param>
    /// <param name="balls">Where balls are expected and how large they would be; unknown without calibration or pose.</param>
    /// <param name="regions">Receives the close-ups, squares inside the frame in its pixels; every element is set.</param>
    public void Choose(ReadOnlySpan<float> output, int width, int height, ExpectedBalls balls, Span<ImageRegion> regions)
    {
        FindCandidates(output, width, height, balls);
        var chosen = 0;
        foreach (var place in balls.Places)
            if (chosen < regions.Length && place.Side * SampleFormat.Size / width < WideEnough)
            {
                var side = Math.Max(place.Side / ObjectPart, place.Side + 2 * CoveredSpread * place.Spread);
                regions[chosen++] = Square(place.X, place.Y, side, width, height);
            }
        var scanning = regions.Length / ScanningShare;
        var unsure = regions.Length - (balls.IsKnown ? scanning : Math.Clamp(regions.Length - ForCandidates, 0, scanning));
        while (chosen < unsure && TakeBest(out var candidate))
        {
            if (!IsCovered(candidate.Box, regions[..chosen])) regions[chosen++] = About(candidate, width, height, balls);
        }
        FollowBand(height);
        while (chosen < regions.Length) regions[chosen++] = balls.IsKnown ? NextScan(balls, width, height) : NextOnBand(width, height);
    }

    /// <summary>
    /// Finds the candidates of each class and how much a close-up of them would gain: most where the network is unsure and the object is small.
    /// </summary>
    void FindCandidates(ReadOnlySpan<float> output, int width, int height, ExpectedBalls balls)
    {
        _count = 0;
        var whole = ImageRegion.Whole(width, height);
        var lowest = MathF.Log(LowestConfidence / (1 - LowestConfidence));
        var layout = GridLayout.Of(output.Length, _isTrained.Length);
        for (var c = 0; c < _isTrained.Length; c++)
        {
            if (!_isTrained[c]) continue;
            var maps = output.Slice(c * layout.ClassLength, layout.ClassLength);
            for (var cell = 0; cell < layout.Plane; cell++)
            {
                if (!(maps[cell] >= lowest) || !GridDecoder.IsPeak(layout, maps[..layout.Plane], cell)) continue;
                var candidate = GridDecoder.Candidate(layout, (ObjectClass)c, maps, cell, whole, width, height);
                var pixels = MathF.Sqrt(candidate.Box.Area / ((float)width * height)) * SampleFormat.Size;
                var gain = candidate.Confidence * (1 - candidate.Confidence) * Math.Max(0, 1 - pixels / WideEnough);
                if (candidate.Class == ObjectClass.Ball) gain *= balls.IsKnown && !CanBeBall(candidate, balls) ? 0 : 2; // the ball matters most
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

    /// <summary>Whether one of the close-ups shows what is in a box, not cut and about as large as a close-up of its own would.</summary>
    internal static bool IsCovered(Box box, ReadOnlySpan<ImageRegion> regions)
    {
        foreach (var region in regions)
        {
            float x = (box.CenterX - region.X) / region.Width, y = (box.CenterY - region.Y) / region.Height;
            var side = Math.Max(box.Width, box.Height);
            var isInside = Math.Min(x, 1 - x) > ObjectPart / 2 && Math.Min(y, 1 - y) > ObjectPart / 2;
            if (isInside && side < region.Width * ObjectPart * 2 && side > region.Width * ObjectPart / 4) return true;
        }
        return false;
    }

    /// <summary>Whether the candidate is about as large as a ball at its place would be.</summary>
    static bool CanBeBall(Detection candidate, ExpectedBalls balls)
    {
        if (!balls.TryBallSide(candidate.Box.CenterX, candidate.Box.CenterY, out var ballSide)) return false;
        var ratio = MathF.Sqrt(candidate.Box.Area) / ballSide;
        return ratio is < WrongSize and > 1 / WrongSize;
    }

    /// <summary>A close-up of what is in a box.</summary>
    internal static ImageRegion About(Box box, int width, int height) =>
        Square(box.CenterX, box.CenterY, Math.Max(box.Width, box.Height) / ObjectPart, width, height);

    /// <summary>
    /// A close-up of a candidate; of a ball, sized by the expected size of a ball there, which is more exact than the size in the whole view.
    /// </summary>
    static ImageRegion About(Detection candidate, int width, int height, ExpectedBalls balls)
    {
        var (x, y) = (candidate.Box.CenterX, candidate.Box.CenterY);
        return candidate.Class == ObjectClass.Ball && balls.TryBallSide(x, y, out var side)
            ? Square(x, y, side / ObjectPart, width, height)
            : About(candidate.Box, width, height);
    }

    /// <summary>The next place of the scan: along the far field, and every <see cref="FeetTurn"/>th time at the feet.</summary>
    ImageRegion NextScan(ExpectedBalls balls, int width, int height)
    {
        var scan = _nextScan++;
        if (scan % FeetTurn == FeetTurn - 1 && balls.TryAt(FeetRange, scan / FeetTurn % 2 == 0 ? FeetBearing : -FeetBearing, out var feet))
            return Square(feet.X, feet.Y, feet.Side / ObjectPart, width, height);
        // The far field is a curve in the image: bearings are tried until one is in view.
        for (var tries = 0; tries < Bearings; tries++)
        {
            var bearing = ((int)((uint)_nextOnBand++ * 3 % Bearings) - Bearings / 2) * BearingStep;
            if (balls.TryAt(FarRange, bearing, out var place)) return Square(place.X, place.Y, place.Side / (float)FarPart, width, height);
        }
        return NextOnBand(width, height); // the far field is out of view
    }

    /// <summary>Moves the band towards the small candidates: the far field is there.</summary>
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

    /// <summary>The next place on the band; neighbours are half a close-up apart, so that no object is cut by an edge every time.</summary>
    ImageRegion NextOnBand(int width, int height)
    {
        var side = Math.Min(width, height) * BandPart;
        var places = Math.Max(1, (int)MathF.Ceiling(width / side * 2) - 1);
        // Every third place, so that the close-ups of one frame lie far apart and the next frames fill the gaps.
        var place = (int)((uint)_nextOnBand++ * 3 % (uint)places);
        return Square((place + 1) * side / 2, _band * height, side, width, height);
    }

    /// <summary>
    /// A square inside the frame, no larger than it, in which pixels are not magnified more than a network that is trained on such still reads
    /// them.
    /// </summary>
    static ImageRegion Square(float x, float y, float side, int width, int height)
    {
        side = Math.Min(Math.Max(side, SampleFormat.Size / MostMagnified), Math.Min(width, height));
        return new(Math.Clamp(x - side / 2, 0, width - side), Math.Clamp(y - side / 2, 0, height - side), side, side);
    }
}

/// <summary>How far the scan by close-ups is.</summary>
/// <param name="NextOnBand">The number of the next place along the far field.</param>
/// <param name="NextScan">The number of the next scanning close-up with a pose.</param>
/// <param name="Band">The height of the far field, as a part of the frame's height from its top.</param>
public readonly record struct ScanPlace(int NextOnBand, int NextScan, float Band);
