using System.Globalization;
using RobotVision.Data.Randomness;

namespace RobotVision.Training.Sweeps;

/// <summary>An option that a sweep varies: over a list, or at random in a range.</summary>
/// <param name="Name">The recipe's option, with dots.</param>
/// <param name="Values">The values to try; null for a range.</param>
/// <param name="From">Where the range begins.</param>
/// <param name="To">Where it ends.</param>
/// <param name="Logarithmic">Whether equal factors are equally likely rather than equal differences.</param>
/// <param name="Whole">Whether values are whole numbers.</param>
public sealed record SweepOption(string Name, IReadOnlyList<string>? Values, double From = 0, double To = 0, bool Logarithmic = false, bool Whole = false)
{
    /// <summary>Draws a value.</summary>
    internal string Draw(ref RandomSequence random)
    {
        if (Values is not null) return Values[random.NextInt32(Values.Count)];
        var part = random.NextSingle();
        var value = Logarithmic ? From * Math.Pow(To / From, part) : From + (To - From) * part;
        // Four digits: as many as anybody reads in a table, and what the table says is what was tried.
        return Whole ? Math.Round(value).ToString("F0", CultureInfo.InvariantCulture) : value.ToString("G4", CultureInfo.InvariantCulture);
    }
}
