using RobotVision.Calibration.Extrinsics;
using RobotVision.Cameras;
using RobotVision.Capture;
using RobotVision.Field;
using RobotVision.Geometry;
using RobotVision.Imaging;

namespace RobotVision.Tools.Calibrate;

/// <summary>A picture of a field onto which somebody drags the drawn field, and the pose that follows. Any thread.</summary>
sealed class FieldSession : IDisposable
{
    /// <summary>Quality of the picture on the page.</summary>
    const int JpegQuality = 88;

    /// <summary>A camera keeps some old pictures.</summary>
    const int OldPictures = 5;

    readonly Lock _gate = new();
    readonly IFrameSource _source;
    readonly FieldAlignment _alignment;
    readonly Frame _frame = new FramePool(1).Rent(CancellationToken.None);
    readonly Stack<(CameraPose Pose, FieldPin[] Pins, ExtrinsicsCalibration? Fit)> _before = [];
    readonly List<FieldPin> _pins = [];
    BgrImage _image;
    byte[] _jpeg = [];
    int _picture;
    CameraPose _pose;
    ExtrinsicsCalibration? _fit;
    bool _isHeld;

    /// <summary>Takes the first picture.</summary>
    /// <param name="source">The pictures; borrowed.</param>
    /// <param name="file">The camera's file.</param>
    /// <param name="field">The field.</param>
    /// <param name="known">Where the camera is, so far as that is known; null where it is not.</param>
    /// <exception cref="InvalidDataException">There is no picture, or it has another shape than the lens.</exception>
    public FieldSession(IFrameSource source, CameraFile file, FieldDimensions field, CameraPose? known)
    {
        _source = source;
        if (!TryTake(source.IsLive ? OldPictures : 1))
            throw new InvalidDataException($"Input '{source.Name}': expected a picture, found none that can be read.");
        _image = BgrImage.CopyOf(_frame.View);
        _alignment = new(file.ForImages(_image.Width, _image.Height), field);
        _pose = _alignment.Start(known);
        Show();
    }

    /// <summary>The picture as a JPEG file.</summary>
    public byte[] Jpeg
    {
        get
        {
            lock (_gate) return _jpeg;
        }
    }

    /// <summary>What is to be drawn and told.</summary>
    public FieldState State
    {
        get
        {
            lock (_gate) return new(
                _picture, _image.Width, _image.Height,
                [.. _alignment.Draw(_pose).Select(line => line.SelectMany(point => new[] { Round(point.X), Round(point.Y) }))],
                [.. _pins.Select(pin => new[] { Round(pin.X), Round(pin.Y) })], _before.Count > 0, _fit);
        }
    }

    /// <summary>The result of the last fit, unless something was dragged since.</summary>
    public ExtrinsicsCalibration? Fit
    {
        get
        {
            lock (_gate) return _fit;
        }
    }

    /// <summary>Takes hold of the ground under a pixel, or of a place that was let go there.</summary>
    /// <exception cref="InvalidDataException">There is no ground.</exception>
    public void Grab(double x, double y, double reach)
    {
        lock (_gate)
        {
            var held = _pins.FindIndex(pin => Math.Abs(pin.X - x) <= reach && Math.Abs(pin.Y - y) <= reach);
            var place = held >= 0 ? _pins[held].Place
                : _alignment.TryFindGround(_pose, x, y, out var ground) ? ground
                : throw new InvalidDataException("Expected a place on the ground, found none there: take hold below the horizon of the drawn field.");
            Keep();
            if (held >= 0) _pins.RemoveAt(held);
            _pins.Add(new(place, x, y));
            (_isHeld, _fit) = (true, null);
        }
    }

    /// <summary>Drags what is held to a pixel; the drawn field follows.</summary>
    public void Drag(double x, double y)
    {
        lock (_gate)
        {
            if (!_isHeld) return;
            _pins[^1] = _pins[^1] with { X = x, Y = y };
            _pose = _alignment.Pull(_before.Peek().Pose, _pins);
        }
    }

    /// <summary>Lets go; the place stays where it is.</summary>
    public void Drop()
    {
        lock (_gate) _isHeld = false;
    }

    /// <summary>Takes the last drag or fit back.</summary>
    public void Undo()
    {
        lock (_gate)
        {
            if (!_before.TryPop(out var before)) return;
            (_pose, _fit, _isHeld) = (before.Pose, before.Fit, false);
            _pins.Clear();
            _pins.AddRange(before.Pins);
        }
    }

    /// <summary>Fits the drawn lines to those of the picture.</summary>
    /// <exception cref="InvalidDataException">They do not determine the pose; what is drawn stays.</exception>
    public void FitLines()
    {
        lock (_gate)
        {
            var (pose, fit) = _alignment.Fit(_image, _pose);
            Keep();
            (_pose, _fit, _isHeld) = (pose, fit, false);
            _pins.Clear();
        }
    }

    /// <summary>
    /// Goes on to another picture: the newest of a camera, one of a second later of a video, the next of a folder; after the last, the first.
    /// </summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public void Next()
    {
        lock (_gate)
        {
            var steps = _source.IsLive ? OldPictures : (int)Math.Max(1, _source.FramesPerSecond ?? 1);
            if (!TryTake(steps))
            {
                if (_source.CanSeek) _source.Seek(0);
                if (!_source.CanSeek || !TryTake(1)) throw new InvalidDataException($"Input '{_source.Name}': expected another picture, found none.");
            }

            if ((_frame.Width, _frame.Height) != (_image.Width, _image.Height))
                throw new InvalidDataException($"Picture: expected {_image.Width}x{_image.Height} pixels as before, found {_frame.Width}x{_frame.Height}.");
            _image = BgrImage.CopyOf(_frame.View);
            _pins.Clear();
            _before.Clear();
            (_fit, _isHeld) = (null, false);
            Show();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _frame.Dispose();

    void Keep() => _before.Push((_pose, [.. _pins], _fit));

    void Show() => (_jpeg, _picture) = (ImageFile.EncodeJpeg(_image.View, JpegQuality), _picture + 1);

    bool TryTake(int steps)
    {
        for (var taken = 0; taken < steps;)
        {
            var outcome = _source.Read(_frame);
            if (outcome == ReadOutcome.End || (outcome == ReadOutcome.SourceLost && taken == 0)) return false;
            if (outcome == ReadOutcome.Frame) taken++;
        }

        return true;
    }

    static double Round(double pixels) => Math.Round(pixels, 1);
}

/// <summary>What a page draws and tells.</summary>
/// <param name="Picture">The number of the picture, from 1.</param>
/// <param name="Width">Its width in pixels.</param>
/// <param name="Height">Its height in pixels.</param>
/// <param name="Lines">The drawn field: lists of x and y in turn, in pixels.</param>
/// <param name="Pins">The places that were dragged, x and y in pixels.</param>
/// <param name="CanUndo">Whether there is something to take back.</param>
/// <param name="Fit">The result; null unless the lines were fitted and nothing was dragged since.</param>
sealed record FieldState(
    int Picture, int Width, int Height, IReadOnlyList<IEnumerable<double>> Lines, IReadOnlyList<double[]> Pins, bool CanUndo, ExtrinsicsCalibration? Fit);
