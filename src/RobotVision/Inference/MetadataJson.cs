using System.Text.Json.Serialization;

namespace RobotVision.Inference;

/// <summary>
/// The JSON in a model's metadata. The code that reads and writes it is generated when this is compiled, because working it out by reflection takes 30 ms
/// of a robot's start.
/// </summary>
[JsonSourceGenerationOptions(RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(InputJson))]
[JsonSerializable(typeof(RuleJson))]
[JsonSerializable(typeof(float[]))]
sealed partial class MetadataJson : JsonSerializerContext;

/// <summary>A <see cref="Sampling.SampleFormat"/>.</summary>
sealed record InputJson(int Size, string Order, string Layout, float Mean, float Scale);

/// <summary>A <see cref="LookRule"/>.</summary>
sealed record RuleJson(int Version, float[][] Weights);
