using RobotVision.Data.Labels;

namespace RobotVision.Training.Targets;

/// <summary>Writes what a network should answer for one sample.</summary>
/// <param name="labels">The objects, in pixels of the sample.</param>
/// <param name="labelled">The classes that were looked for.</param>
/// <param name="targets">In the shape of the network's output, overwritten.</param>
/// <param name="weights">The weight of each value, overwritten.</param>
public delegate void TargetWriter(ReadOnlySpan<Label> labels, ClassSet labelled, Span<float> targets, Span<float> weights);
