using RobotVision.Evaluation.Matching;

namespace RobotVision.Evaluation.Scores;

/// <summary>The recall by the objects' position in the frame.</summary>
/// <param name="Labels">(6, 8): the number of objects whose centre is in each cell of the frame, the upper left first.</param>
/// <param name="Hits">(6, 8): the number of them that were found.</param>
public sealed record PlaceRecall(IReadOnlyList<IReadOnlyList<int>> Labels, IReadOnlyList<IReadOnlyList<int>> Hits)
{
    const int Rows = 6;
    const int Columns = 8;

    /// <summary>Counts over frames.</summary>
    public static PlaceRecall Of(IEnumerable<FrameMatch> frames, float threshold)
    {
        int[][] labels = [.. Enumerable.Range(0, Rows).Select(_ => new int[Columns])];
        int[][] hits = [.. Enumerable.Range(0, Rows).Select(_ => new int[Columns])];
        foreach (var frame in frames)
        {
            foreach (var (label, found) in frame.Answers(threshold))
            {
                var row = Math.Clamp((int)(label.Box.CenterY * Rows / frame.Frame.Height), 0, Rows - 1);
                var column = Math.Clamp((int)(label.Box.CenterX * Columns / frame.Frame.Width), 0, Columns - 1);
                labels[row][column]++;
                if (found) hits[row][column]++;
            }
        }

        return new(labels, hits);
    }

    /// <summary>The recall of each cell in per cent; NaN for cells with fewer than five objects.</summary>
    public double[,] ToPercentages()
    {
        var table = new double[Rows, Columns];
        for (var row = 0; row < Rows; row++)
            for (var column = 0; column < Columns; column++)
                table[row, column] = Labels[row][column] >= 5 ? 100.0 * Hits[row][column] / Labels[row][column] : double.NaN;
        return table;
    }
}
