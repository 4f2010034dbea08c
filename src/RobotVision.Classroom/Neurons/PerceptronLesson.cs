namespace RobotVision.Classroom.Neurons;

/// <summary>
/// A perceptron that learns a truth table by the delta rule, one row after the other: y = 1 where w1 x1 + w2 x2 + b > 0, otherwise 0; then
/// w += rate (t - y) x, and the same for b with an input of 1. Not thread-safe.
/// </summary>
/// <remarks>
/// Decimal numbers, so that the sums are those of a calculation by hand: a sum of exactly 0 decides otherwise than one a rounding error above it.
/// Source: Rosenblatt, "The Perceptron", 1958; Widrow and Hoff, "Adaptive Switching Circuits", 1960.
/// </remarks>
public sealed class PerceptronLesson
{
    readonly PerceptronOptions _options;
    readonly IReadOnlyList<TruthRow> _rows;
    readonly List<int> _errors = [];
    int _step, _errorsOfEpoch;
    decimal _w1, _w2, _bias;

    /// <summary>Begins with the weights of the options.</summary>
    /// <exception cref="OptionException">An option is out of range.</exception>
    public PerceptronLesson(PerceptronOptions options)
    {
        options.Validate();
        _options = options;
        _rows = options.Table.Rows();
        (_w1, _w2, _bias) = (options.W1, options.W2, options.Bias);
    }

    /// <summary>Whether a whole epoch was without an error: no further step changes anything.</summary>
    public bool IsLearned => _errors.Count > 0 && _errors[^1] == 0;

    /// <summary>Presents rows one by one; ends before where the table is learned.</summary>
    /// <param name="steps">The number of rows, at least 0.</param>
    /// <returns>What is known afterwards.</returns>
    public PerceptronState Advance(int steps)
    {
        PerceptronStep? last = null;
        for (var i = 0; i < steps && !IsLearned; i++) last = Step();
        return new(
            _rows, [.. _rows.Select(row => Sum(row) > 0 ? 1 : 0)], _step / _rows.Count, _step % _rows.Count, _w1, _w2, _bias, last, [.. _errors], IsLearned);
    }

    PerceptronStep Step()
    {
        var number = _step % _rows.Count;
        var row = _rows[number];
        var sum = Sum(row);
        var output = sum > 0 ? 1 : 0;
        var error = row.Target - output;
        var change = _options.LearningRate * error;
        _w1 += change * row.X1;
        _w2 += change * row.X2;
        _bias += change;
        _step++;
        if (error != 0) _errorsOfEpoch++;
        if (_step % _rows.Count == 0)
        {
            _errors.Add(_errorsOfEpoch);
            _errorsOfEpoch = 0;
        }

        return new(number, sum, output, error, change * row.X1, change * row.X2, change);
    }

    decimal Sum(TruthRow row) => _w1 * row.X1 + _w2 * row.X2 + _bias;
}

/// <summary>Options of a <see cref="PerceptronLesson"/>.</summary>
public sealed record PerceptronOptions
{
    /// <summary>What is learned; default AND.</summary>
    public TruthTable Table { get; init; } = TruthTable.And;

    /// <summary>The learning rate, above 0 to 10; default 0.5.</summary>
    public decimal LearningRate { get; init; } = 0.5m;

    /// <summary>The weight of the first input at the start, -100..100; default 0.</summary>
    public decimal W1 { get; init; }

    /// <summary>The weight of the second input at the start, -100..100; default 0.</summary>
    public decimal W2 { get; init; }

    /// <summary>The weight of the input that is always 1 at the start, which is minus the threshold, -100..100; default 0.</summary>
    public decimal Bias { get; init; }

    internal void Validate()
    {
        OptionCheck.That(LearningRate is > 0 and <= 10, "Learning rate", "above 0 to 10", LearningRate);
        foreach (var weight in (ReadOnlySpan<decimal>)[W1, W2, Bias]) OptionCheck.That(weight is >= -100 and <= 100, "Weight", "-100..100", weight);
    }
}

/// <summary>What the perceptron did with a row.</summary>
/// <param name="Row">The row's number, 0..3.</param>
/// <param name="Sum">The weighted sum before the threshold.</param>
/// <param name="Output">y, 0 or 1.</param>
/// <param name="Error">t - y: -1, 0 or 1.</param>
/// <param name="Change1">What was added to the first weight.</param>
/// <param name="Change2">What was added to the second weight.</param>
/// <param name="ChangeOfBias">What was added to the bias.</param>
public sealed record PerceptronStep(int Row, decimal Sum, int Output, int Error, decimal Change1, decimal Change2, decimal ChangeOfBias);

/// <summary>What is known of a perceptron between two rows.</summary>
/// <param name="Rows">The table.</param>
/// <param name="Outputs">What the perceptron answers to each row now.</param>
/// <param name="Epoch">Epochs done.</param>
/// <param name="Next">The number of the row that comes next.</param>
/// <param name="W1">The first weight.</param>
/// <param name="W2">The second weight.</param>
/// <param name="Bias">The bias.</param>
/// <param name="Last">The last row of this call; null where there was none.</param>
/// <param name="Errors">Wrong answers in each epoch so far.</param>
/// <param name="IsLearned">Whether the last epoch was without an error.</param>
public sealed record PerceptronState(
    IReadOnlyList<TruthRow> Rows, IReadOnlyList<int> Outputs, int Epoch, int Next, decimal W1, decimal W2, decimal Bias, PerceptronStep? Last,
    IReadOnlyList<int> Errors, bool IsLearned);
