using RobotVision.Detections;

namespace RobotVision.Data.Labels;

/// <summary>
/// Turns class numbers of one list of names into those of another that has all of the first, for example a data set's into a model's: the eight built-in
/// classes keep theirs, extra classes are found by name. A class that only the second has counts as not labelled.
/// </summary>
public sealed class ClassRenumbering
{
    readonly ObjectClass[] _numbers;

    /// <summary>Prepares.</summary>
    /// <param name="from">The classes whose numbers are given.</param>
    /// <param name="to">The classes whose numbers are wanted.</param>
    /// <exception cref="ArgumentException">One of the first is not among the second.</exception>
    public ClassRenumbering(ClassNames from, ClassNames to)
    {
        _numbers = [.. from.All.Select(name => to.TryParse(name, out var number)
            ? number
            : throw new ArgumentException($"Classes: expected '{name}' among {to}, found it not there.", nameof(to)))];
        ChangesNothing = _numbers.SequenceEqual(from.Classes);
    }

    /// <summary>Whether all numbers stay as they are.</summary>
    public bool ChangesNothing { get; }

    /// <summary>The labels with their new numbers.</summary>
    public ImageLabels Of(ImageLabels labels) => ChangesNothing ? labels : new(Of(labels.Labels), Of(labels.Labelled));

    /// <summary>The labels with their new numbers.</summary>
    public IReadOnlyList<Label> Of(IReadOnlyList<Label> labels) =>
        ChangesNothing ? labels : [.. labels.Select(label => label with { Class = _numbers[(int)label.Class] })];

    /// <summary>The set with its new numbers.</summary>
    public ClassSet Of(ClassSet classes) =>
        ChangesNothing ? classes : ClassSet.Of([.. _numbers.Where((_, i) => classes.Contains((ObjectClass)i))]);
}
