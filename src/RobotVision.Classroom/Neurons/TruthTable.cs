namespace RobotVision.Classroom.Neurons;

/// <summary>A logical function of two inputs.</summary>
public enum TruthTable
{
    /// <summary>1 where both inputs are 1.</summary>
    And,

    /// <summary>1 where at least one input is 1.</summary>
    Or,

    /// <summary>1 where exactly one input is 1; no single line separates it.</summary>
    Xor,
}

/// <summary>A row of a truth table.</summary>
/// <param name="X1">The first input, 0 or 1.</param>
/// <param name="X2">The second input, 0 or 1.</param>
/// <param name="Target">The wanted output, 0 or 1.</param>
public readonly record struct TruthRow(int X1, int X2, int Target);

/// <summary>The rows of truth tables.</summary>
public static class TruthTables
{
    static readonly int[] Bits = [0, 1];

    /// <summary>The four rows of a table, in the order (0, 0), (0, 1), (1, 0), (1, 1).</summary>
    public static IReadOnlyList<TruthRow> Rows(this TruthTable table) =>
    [
        .. from x1 in Bits
           from x2 in Bits
           select new TruthRow(x1, x2, table switch
           {
               TruthTable.And => x1 & x2,
               TruthTable.Or => x1 | x2,
               TruthTable.Xor => x1 ^ x2,
               _ => throw new OptionException($"Table: expected And, Or or Xor, found {table}."),
           }),
    ];
}
