using RobotVision.Detections;

namespace RobotVision.Inference;

/// <summary>Names of outputs in a model's metadata and in messages.</summary>
public static class ModelOutputNames
{
    /// <summary>The name in the metadata, for example <c>grid</c>.</summary>
    public static string Name(this ModelOutput output) => output == ModelOutput.Presence ? "presence" : "grid";

    /// <summary>Finds the output of a name in the metadata.</summary>
    public static bool TryParse(string name, out ModelOutput output)
    {
        output = name == ModelOutput.Presence.Name() ? ModelOutput.Presence : ModelOutput.Grid;
        return output.Name() == name;
    }
}

/// <summary>How the output of a network is decoded.</summary>
public enum ModelOutput
{
    /// <summary>Objects with their places: <see cref="GridLayout"/>.</summary>
    Grid,

    /// <summary>One logit a class, whether it is somewhere in the picture, in the order of <see cref="ClassNames"/>.</summary>
    Presence,
}
