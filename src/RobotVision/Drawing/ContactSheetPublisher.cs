using OpenCvSharp;
using RobotVision.Files;
using RobotVision.Imaging;
using RobotVision.Inference;
using RobotVision.Pipeline;

namespace RobotVision.Drawing;

/// <summary>
/// Collects twelve frames, spread evenly over the run whatever its length, with the results drawn, as one picture of 4 x 3 pictures.
/// </summary>
public sealed class ContactSheetPublisher : IPublisher
{
    const int Columns = 4;
    const int Rows = 3;
    const int TileWidth = 480;

    readonly string _path;
    readonly FrameAnnotator _annotator;
    readonly List<Mat> _tiles = [];
    long _seen;
    long _step = 1;

    /// <summary>Prepares the sheet.</summary>
    /// <param name="path">Where the picture goes; its ending chooses the format.</param>
    /// <param name="provider">What runs the network, for the status line.</param>
    /// <param name="timing">Whether to draw latencies.</param>
    /// <param name="drawing">What is drawn; everything when null.</param>
    /// <exception cref="ArgumentException">The ending is none of a picture with colours.</exception>
    /// <exception cref="IOException">It cannot be written there.</exception>
    public ContactSheetPublisher(string path, ExecutionProvider provider, bool timing, DrawingOptions? drawing = null)
    {
        _path = path;
        WholeFile.Probe(path);
        ImageFile.CheckEnding(path);
        _annotator = new FrameAnnotator(provider, timing, drawing);
    }

    /// <inheritdoc/>
    public void Publish(Observation observation)
    {
        if (_seen++ % _step != 0) return;
        // Keeps up to twice as many as are shown, then drops every other one: the rest stay evenly spread.
        if (_tiles.Count == Columns * Rows * 2)
        {
            for (var i = _tiles.Count - 1; i > 0; i -= 2)
            {
                _tiles[i].Dispose();
                _tiles.RemoveAt(i);
            }

            _step *= 2;
            if ((_seen - 1) % _step != 0) return;
        }

        _annotator.Draw(observation, TileWidth);
        _tiles.Add(_annotator.Picture.Clone());
    }

    /// <inheritdoc/>
    public void Publish(PipelineState state)
    {
        // A sheet shows frames only.
    }

    /// <inheritdoc/>
    public void Complete()
    {
        if (_tiles.Count == 0) return;
        var shown = Math.Min(_tiles.Count, Columns * Rows);
        var tileHeight = _tiles.Max(tile => tile.Height);
        using var sheet = new Mat(((shown + Columns - 1) / Columns) * tileHeight, Math.Min(shown, Columns) * TileWidth, MatType.CV_8UC3, new Scalar(0, 0, 0));
        for (var i = 0; i < shown; i++)
        {
            var tile = _tiles[i * _tiles.Count / shown];
            using var place = sheet.SubMat(new Rect(i % Columns * TileWidth, i / Columns * tileHeight, TileWidth, tile.Height));
            tile.CopyTo(place);
        }

        Cv2.ImEncode(Path.GetExtension(_path).ToLowerInvariant(), sheet, out var picture);
        WholeFile.WriteAllBytes(_path, picture);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _annotator.Dispose();
        foreach (var tile in _tiles) tile.Dispose();
    }
}
