namespace RobotVision.Training.Graph;

/// <summary>A tensor of a graph: its unique name and its shape.</summary>
public sealed class Tensor
{
    readonly int[] _shape;

    internal Tensor(string name, ReadOnlySpan<int> shape)
    {
        Name = name;
        _shape = shape.ToArray();
    }

    /// <summary>Length of the batch axis of a graph that accepts any batch size.</summary>
    public const int AnyBatch = -1;

    /// <summary>The name under which nodes, inputs and outputs refer to it.</summary>
    public string Name { get; }

    /// <summary>The length of every axis, the batch first where there is one; <see cref="AnyBatch"/> where it is open.</summary>
    public ReadOnlySpan<int> Shape => _shape;

    /// <summary>The number of axes.</summary>
    public int Rank => _shape.Length;

    /// <summary>The number of values.</summary>
    /// <exception cref="InvalidOperationException">The batch size is open.</exception>
    public int Length => Shapes.Length(_shape);

    /// <summary>The name and the shape, for messages.</summary>
    public override string ToString() => $"{Name} {Shapes.Text(_shape)}";
}
