using RobotVision.Tracking;

namespace RobotVision.Tests.Tracking;

public class AssignmentTests
{
    const double None = 10;

    [Test]
    public void Solve_RandomCosts_IsAsCheapAsTheBestOfAll()
    {
        var random = new Random(3);
        var assignment = new Assignment(5, 6);
        Span<int> found = stackalloc int[5];
        for (var run = 0; run < 300; run++)
        {
            var (rows, columns) = (random.Next(0, 6), random.Next(0, 7));
            var costs = Enumerable.Range(0, rows * columns).Select(_ => random.Next(4) == 0 ? double.PositiveInfinity : 15 * random.NextDouble()).ToArray();
            assignment.Solve(costs, rows, columns, None, found);
            var sum = 0.0;
            for (var row = 0; row < rows; row++) sum += found[row] < 0 ? None : costs[row * columns + found[row]];
            Assert.That(sum, Is.EqualTo(Best(costs, rows, columns, 0, 0)).Within(1e-9));
            Assert.That(found[..rows].ToArray().Where(column => column >= 0), Is.Unique);
        }
    }

    [Test]
    public void Solve_GreedyTrap_GivesUpTheNearestPairForTheBetterSum()
    {
        var found = new int[2];
        new Assignment(2, 2).Solve([1, 2, 1.5, 9], 2, 2, None, found);
        Assert.That(found, Is.EqualTo(new[] { 1, 0 }));
    }

    // The twin: every assignment there is.
    static double Best(double[] costs, int rows, int columns, int row, int taken)
    {
        if (row == rows) return 0;
        var best = None + Best(costs, rows, columns, row + 1, taken);
        for (var column = 0; column < columns; column++)
            if ((taken >> column & 1) == 0)
                best = Math.Min(best, costs[row * columns + column] + Best(costs, rows, columns, row + 1, taken | 1 << column));
        return best;
    }
}
