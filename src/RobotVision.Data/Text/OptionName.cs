using YamlDotNet.Serialization.NamingConventions;

namespace RobotVision.Data.Text;

/// <summary>Names of options as they stand in YAML files.</summary>
public static class OptionName
{
    /// <summary>The name in a file of an option that is a property here: <c>learning_rate</c> of <c>LearningRate</c>.</summary>
    public static string Of(string property) => UnderscoredNamingConvention.Instance.Apply(property);
}
