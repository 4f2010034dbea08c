namespace RobotVision.Evaluation.Scores;

/// <summary>What is right and wrong at one threshold.</summary>
/// <param name="Threshold">Detections of at least this confidence count.</param>
/// <param name="Hits">Detections that hit a label.</param>
/// <param name="Mistakes">Detections that hit none.</param>
/// <param name="Misses">Labels that no detection hit.</param>
public readonly record struct ScorePoint(float Threshold, int Hits, int Mistakes, int Misses)
{
    /// <summary>The part of the detections that is right, 0..1; 0 without detections.</summary>
    public double Precision => Ratio(Hits, Hits + Mistakes);

    /// <summary>The part of the labels that is found, 0..1; 0 without labels.</summary>
    public double Recall => Ratio(Hits, Hits + Misses);

    /// <summary>The harmonic mean of precision and recall, 0..1.</summary>
    public double F1 => Ratio(2 * Hits, 2 * Hits + Mistakes + Misses);

    static double Ratio(int part, int whole) => whole == 0 ? 0 : (double)part / whole;
}
