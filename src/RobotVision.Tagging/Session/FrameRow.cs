using RobotVision.Tagging.Storage;

namespace RobotVision.Tagging.Session;

/// <summary>A frame with its objects, as a page shows it.</summary>
/// <param name="Index">The frame.</param>
/// <param name="Version">Has to be given back with a change, so that changes of others are noticed.</param>
/// <param name="Status">How far it is.</param>
/// <param name="Objects">Its objects; empty where its label file is damaged.</param>
/// <param name="Problem">Why its label file or image cannot be used; null where nothing is wrong.</param>
/// <param name="IsForeign">Whether another program changed its label file last.</param>
public sealed record FrameState(int Index, string Version, FrameStatus Status, IReadOnlyList<TagObject> Objects, string? Problem, bool IsForeign);

/// <summary>What lists and filters need of a frame.</summary>
/// <param name="Index">The frame.</param>
/// <param name="Status">How far it is.</param>
/// <param name="Objects">How many objects of each class number, by number.</param>
/// <param name="Doubt">How unsure the model is of its most doubtful candidate, 0..1; 0 without a model or before it looked.</param>
/// <param name="Disagreements">How many objects only the model or only the labels have, in a frame that is done.</param>
/// <param name="Guesses">How many objects the model is sure of; -1 before it looked.</param>
/// <param name="HasProblem">Whether its image or label file cannot be used.</param>
public sealed record FrameRow(
    int Index, FrameStatus Status, IReadOnlyList<int> Objects, double Doubt, int Disagreements, int Guesses, bool HasProblem);

/// <summary>How far the whole data set is.</summary>
/// <param name="Frames">All frames.</param>
/// <param name="Done">Those that are done.</param>
/// <param name="Drafts">Those with objects that nobody has confirmed.</param>
/// <param name="Unclear">Those that cannot be tagged.</param>
/// <param name="Objects">The objects of frames that are done, by class number.</param>
/// <param name="Seconds">How long people worked.</param>
public sealed record TagProgress(int Frames, int Done, int Drafts, int Unclear, IReadOnlyDictionary<int, int> Objects, double Seconds);
