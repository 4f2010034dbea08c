using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Google.Protobuf;
using RobotVision.Inference;
using RobotVision.Training.Graph.Format;

namespace RobotVision.Training.Network;

/// <summary>The weights of an exported model.</summary>
/// <param name="Network">The name of the network that it holds.</param>
/// <param name="Sha256">The digest of the file, in hexadecimal.</param>
/// <param name="IsQuantised">Whether layers are int8; their weights are not among the tensors.</param>
/// <param name="Tensors">Shape and values of every float32 constant, by its name, which is that of the parameter.</param>
public sealed record ModelWeights(string Network, string Sha256, bool IsQuantised, IReadOnlyDictionary<string, ModelTensor> Tensors)
{
    /// <summary>The file's metadata.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    /// <summary>Reads an ONNX file.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is not an ONNX file, or was damaged; the message names it.</exception>
    public static ModelWeights Read(string path)
    {
        if (!File.Exists(path)) throw new FileNotFoundException($"Model '{path}': there is no such file to start from.", path);
        var bytes = File.ReadAllBytes(path);
        ModelChecksum.Check(path, bytes);
        try
        {
            var model = ModelProto.Parser.ParseFrom(bytes);
            var tensors = model.Graph?.Initializer.Where(IsPlainFloat).DistinctBy(tensor => tensor.Name).ToDictionary(tensor => tensor.Name, Read) ?? [];
            var isQuantised = model.Graph?.Node.Any(node => node.OpType == "DequantizeLinear") ?? false;
            return new(model.Graph?.Name ?? "", Convert.ToHexStringLower(SHA256.HashData(bytes)), isQuantised, tensors)
            {
                Metadata = model.MetadataProps.DistinctBy(entry => entry.Key).ToDictionary(entry => entry.Key, entry => entry.Value),
            };
        }
        catch (InvalidProtocolBufferException exception)
        {
            throw new InvalidDataException($"Model '{path}': expected an ONNX file written by 'robotvision train', found something else.", exception);
        }
    }

    static bool IsPlainFloat(TensorProto tensor) =>
        tensor.DataType == (int)TensorProto.Types.DataType.Float
            && tensor.Dims.All(axis => axis is >= 0 and <= int.MaxValue)
            && tensor.RawData.Length == tensor.Dims.Aggregate((Int128)sizeof(float), (length, axis) => Int128.Min(length * axis, int.MaxValue));

    static ModelTensor Read(TensorProto tensor) =>
        new([.. tensor.Dims.Select(axis => (int)axis)], MemoryMarshal.Cast<byte, float>(tensor.RawData.Span).ToArray());
}

/// <summary>A constant of a model.</summary>
/// <param name="Shape">The length of every axis.</param>
/// <param name="Values">Its values in row-major order.</param>
public sealed record ModelTensor(IReadOnlyList<int> Shape, float[] Values);
