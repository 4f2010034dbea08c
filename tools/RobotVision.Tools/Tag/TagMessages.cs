using System.Text.Json.Serialization;
using RobotVision.Detections;
using RobotVision.Tagging.Frames;
using RobotVision.Tagging.Guesses;
using RobotVision.Tagging.Session;
using RobotVision.Tagging.Storage;

namespace RobotVision.Tools.Tag;

/// <summary>An object as the page has it: class number, box as parts of the image, and its track.</summary>
sealed record ObjectMessage(
    [property: JsonRequired] int N, [property: JsonRequired] float X1, [property: JsonRequired] float Y1, [property: JsonRequired] float X2,
    [property: JsonRequired] float Y2, int? Track = null, bool Key = false)
{
    public static ObjectMessage Of(TagObject tagged) =>
        new(tagged.Number, tagged.Box.X1, tagged.Box.Y1, tagged.Box.X2, tagged.Box.Y2, tagged.Track, tagged.IsKey);

    public TagObject ToObject() => new(N, new Box(X1, Y1, X2, Y2), Track, Key);
}

/// <summary>A guess: our class number, confidence and box.</summary>
sealed record GuessMessage(int C, float P, bool Sure, float X1, float Y1, float X2, float Y2)
{
    public static GuessMessage Of(Guess guess) =>
        new((int)guess.Class, guess.Confidence, guess.IsSure, guess.Box.X1, guess.Box.Y1, guess.Box.X2, guess.Box.Y2);
}

/// <summary>A frame; guesses are null where the model has not looked yet.</summary>
sealed record FrameMessage(
    int Index, string Version, FrameStatus Status, IEnumerable<ObjectMessage> Objects, string? Problem, bool Foreign, IEnumerable<GuessMessage>? Guesses)
{
    public static FrameMessage Of(FrameState state, FrameLook? look) => new(
        state.Index, state.Version, state.Status, state.Objects.Select(ObjectMessage.Of), state.Problem ?? look?.Problem, state.IsForeign,
        look?.Guesses?.Select(GuessMessage.Of));
}

/// <summary>A class: its number, name, which of ours it is (-1 for none), and whether it is ignored, a point, tagged here.</summary>
sealed record ClassMessage(int Number, string Name, int Class, bool Ignore, bool Point, bool Tagged)
{
    public static ClassMessage Of(TagClass known, TagSet set) => new(
        known.Number, known.Name, known.Class is { } ours ? (int)ours : -1, known.IsIgnore, known.IsPoint,
        known.Class is { } tagged && set.Labelled.Contains(tagged));
}

/// <summary>A change of a frame's labels; with the version of the data set whose frames and classes are meant, if the page says so.</summary>
sealed record SaveMessage(
    [property: JsonRequired] string Version, [property: JsonRequired] IReadOnlyList<ObjectMessage> Objects, [property: JsonRequired] FrameStatus Status,
    string Why = "edit", double Seconds = 0, string? Set = null);

/// <summary>Which object to carry through how many frames.</summary>
sealed record FollowMessage([property: JsonRequired] int Frame, [property: JsonRequired] int Object, int Count = 100, bool Joined = false);

/// <summary>Which object to put into the frames up to which.</summary>
sealed record RangeMessage([property: JsonRequired] int Frame, [property: JsonRequired] int Object, [property: JsonRequired] int End);

/// <summary>The frame up to which carried boxes are right.</summary>
sealed record ConfirmMessage([property: JsonRequired] int Frame);

/// <summary>How many frames to choose.</summary>
sealed record ChooseMessage(int Count = 20);
