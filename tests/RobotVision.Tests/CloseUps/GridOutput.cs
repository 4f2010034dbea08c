using RobotVision.Detections;

namespace RobotVision.Tests.CloseUps;

/// <summary>Outputs of the grid network, one for each view, written by hand; without an object the logit of every cell is -6.</summary>
sealed class GridOutput
{
    readonly GridLayout _layout;

    public GridOutput(int views, int cells = 12)
    {
        _layout = new(cells);
        Values = new float[views * _layout.Length];
        for (var i = 0; i < views * ObjectClasses.Count; i++) Values.AsSpan(i * _layout.ClassLength, _layout.Plane).Fill(-6);
    }

    public float[] Values { get; }

    /// <summary>An object in the middle of a cell; its sides in cells.</summary>
    public GridOutput Put(int view, ObjectClass objectClass, int row, int column, float confidence, float side)
    {
        float[] values = [MathF.Log(confidence / (1 - confidence)), 0, 0, MathF.Log(side), MathF.Log(side)];
        for (var k = 0; k < values.Length; k++)
            Values[view * _layout.Length + ((int)objectClass * GridLayout.ValuesPerClass + k) * _layout.Plane + row * _layout.Cells + column] = values[k];
        return this;
    }
}
