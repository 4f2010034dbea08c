namespace RobotVision.Tracking;

/// <summary>Assigns each row at most one column of its own so that the sum of the costs is smallest. Allocates only when it is created.</summary>
/// <remarks>
/// Source: H. W. Kuhn, "The Hungarian method for the assignment problem" (1955), as successive shortest paths over reduced costs
/// (R. Jonker and A. Volgenant, 1987): O(rows^2 columns). Each row has an extra column that stands for "none".
/// </remarks>
sealed class Assignment
{
    readonly int _mostRows, _mostColumns;
    readonly double[] _rowPrice, _columnPrice, _least;
    readonly int[] _rowOfColumn, _way;
    readonly bool[] _done;

    public Assignment(int mostRows, int mostColumns)
    {
        (_mostRows, _mostColumns) = (mostRows, mostColumns);
        var all = mostRows + mostColumns + 1;
        (_rowPrice, _columnPrice, _least) = (new double[mostRows + 1], new double[all], new double[all]);
        (_rowOfColumn, _way, _done) = (new int[all], new int[all], new bool[all]);
    }

    /// <summary>Finds the assignment.</summary>
    /// <param name="costs">(rows, columns), row after row; infinite where the two cannot be matched.</param>
    /// <param name="rows">Their number.</param>
    /// <param name="columns">Their number.</param>
    /// <param name="none">The cost of a row without a column.</param>
    /// <param name="columnOfRow">Receives each row's column, or -1.</param>
    public void Solve(ReadOnlySpan<double> costs, int rows, int columns, double none, Span<int> columnOfRow)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rows, _mostRows);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(columns, _mostColumns);
        var all = columns + rows;
        Array.Clear(_rowPrice);
        Array.Clear(_columnPrice);
        Array.Clear(_rowOfColumn);
        for (var row = 1; row <= rows; row++)
        {
            // Rows and columns count from 1; column 0 holds the row that looks for one.
            _rowOfColumn[0] = row;
            Array.Fill(_least, double.PositiveInfinity, 0, all + 1);
            Array.Clear(_done, 0, all + 1);
            var last = 0;
            do last = Extend(costs, columns, all, none, last);
            while (_rowOfColumn[last] != 0);
            for (; last != 0; last = _way[last]) _rowOfColumn[last] = _rowOfColumn[_way[last]];
        }

        columnOfRow[..rows].Fill(-1);
        for (var column = 1; column <= columns; column++)
            if (_rowOfColumn[column] > 0) columnOfRow[_rowOfColumn[column] - 1] = column - 1;
    }

    /// <summary>Adds the nearest column to the tree of shortest paths and returns it.</summary>
    int Extend(ReadOnlySpan<double> costs, int columns, int all, double none, int from)
    {
        _done[from] = true;
        var row = _rowOfColumn[from];
        var (nearest, step) = (0, double.PositiveInfinity);
        for (var column = 1; column <= all; column++)
        {
            if (_done[column]) continue;
            var cost = column <= columns ? costs[(row - 1) * columns + column - 1] : column - columns == row ? none : double.PositiveInfinity;
            var reduced = cost - _rowPrice[row] - _columnPrice[column];
            if (reduced < _least[column]) (_least[column], _way[column]) = (reduced, from);
            if (_least[column] < step) (step, nearest) = (_least[column], column);
        }

        for (var column = 0; column <= all; column++)
        {
            if (_done[column])
            {
                _rowPrice[_rowOfColumn[column]] += step;
                _columnPrice[column] -= step;
            }
            else _least[column] -= step;
        }

        return nearest;
    }
}
