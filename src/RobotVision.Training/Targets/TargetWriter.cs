using RobotVision.Data.Labels;

namespace RobotVision.Training.Targets;

/// <summary>Converts the labels of one sample to targets and weights.</summary>
/// <param name="labels">The objects, in pixels of the sample.</param>
/// <param name="labelled">The classes that are labelled.</param>
/// <param name="targets">In the shape of the network's output, overwritten.</param>
/// <param name="weights">The weight of each value, overwritten.</param>
public delegate void TargetWriter(ReadOnlySpan<Label> labels, ClassSet labelled, Span<float> targets, Span<float> weights);
