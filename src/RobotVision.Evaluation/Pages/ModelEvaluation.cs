using System.Text.Json;
using System.Text.Json.Serialization;
using RobotVision.Evaluation.Frames;
using RobotVision.Evaluation.Robustness;
using RobotVision.Evaluation.Scores;

namespace RobotVision.Evaluation.Pages;

/// <summary>All measurements of a model on a data set.</summary>
public sealed record ModelEvaluation
{
    internal static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        WriteIndented = true,
    };

    /// <summary>The model's file name.</summary>
    public required string Model { get; init; }

    /// <summary>The data set.</summary>
    public required string Data { get; init; }

    /// <summary>Close-ups per frame.</summary>
    public int CloseUps { get; init; }

    /// <summary>The number of frames.</summary>
    public required int Frames { get; init; }

    /// <summary>Whether the model predicts only which classes are in an image.</summary>
    public required bool IsPresence { get; init; }

    /// <summary>The labelled classes.</summary>
    public required IReadOnlyList<ClassEvaluation> Classes { get; init; }

    /// <summary>The means over the classes that have labels; null if fewer than two have.</summary>
    public ScoreMean? Mean => Score.Mean;

    /// <summary>The confusion matrix.</summary>
    public required ConfusionMatrix Confusion { get; init; }

    /// <summary>The score as a function of light, blur, position and the ball's pattern; empty if not measured.</summary>
    public IReadOnlyList<InvarianceCurve> Invariance { get; init; } = [];

    /// <summary>The table of scores, for printing.</summary>
    [JsonIgnore]
    public ScoreReport Score => new(Frames, [.. Classes.Select(one => one.Score)]);

    /// <summary>Evaluates predictions.</summary>
    public static ModelEvaluation Of(PredictionSet set)
    {
        var score = new DetectionScore(set.Classes);
        foreach (var frame in set.Frames) score.Add(frame);
        return new()
        {
            Model = set.Model,
            Data = set.Data,
            CloseUps = set.CloseUps,
            Frames = set.Frames.Count,
            IsPresence = set.Frames.Any(frame => frame.IsPresence),
            Classes = [.. set.Classes.Classes
                .Select(one => ClassEvaluation.Of(one, set.Frames, score[one], set.Thresholds[(int)one])).OfType<ClassEvaluation>()],
            Confusion = ConfusionMatrix.Of(set.Frames, set.Thresholds, set.Classes),
        };
    }

    /// <summary>The evaluation as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json) + "\n";
}
