using RobotVision.Detection;

namespace RobotVision.Tests.Looking;

/// <summary>Outputs of the grid network, one for each look, written by hand; without an object everywhere e^-6 likely.</summary>
sealed class GridOutput
{
    static readonly GridLayout Layout = new(12);

    public GridOutput(int looks)
    {
        Values = new float[looks * Layout.Length];
        for (var i = 0; i < looks * ObjectClasses.Count; i++) Values.AsSpan(i * Layout.ClassLength, Layout.Plane).Fill(-6);
    }

    public float[] Values { get; }

    /// <summary>An object in the middle of a cell; its sides in cells.</summary>
    public GridOutput Put(int look, ObjectClass objectClass, int row, int column, float confidence, float side)
    {
        float[] values = [MathF.Log(confidence / (1 - confidence)), 0, 0, MathF.Log(side), MathF.Log(side)];
        for (var k = 0; k < values.Length; k++)
            Values[look * Layout.Length + ((int)objectClass * GridLayout.ValuesPerClass + k) * Layout.Plane + row * Layout.Cells + column] = values[k];
        return this;
    }
}
