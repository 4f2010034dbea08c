using System.Text;

namespace OpenCvSharp.Tests.Dnn;

/// <summary>Writes an ONNX file of one Relu, (1, 3, 2, 2) in and out; field numbers are those of onnx.proto.</summary>
static class OnnxFile
{
    public static readonly int[] Shape = [1, 3, 2, 2];

    public static void WriteRelu(string path)
    {
        byte[] node = [.. Text(1, "x"), .. Text(2, "y"), .. Text(3, "relu"), .. Text(4, "Relu")];
        byte[] graph = [.. Message(1, node), .. Text(2, "graph"), .. Message(11, Value("x")), .. Message(12, Value("y"))];
        byte[] operators = [.. Text(1, ""), .. Number(2, 11)];
        File.WriteAllBytes(path, [.. Number(1, 6), .. Message(7, graph), .. Message(8, operators)]);
    }

    static byte[] Value(string name)
    {
        byte[] shape = [.. Shape.SelectMany(length => Message(1, Number(1, length)))];
        byte[] tensor = [.. Number(1, 1), .. Message(2, shape)];
        return [.. Text(1, name), .. Message(2, Message(1, tensor))];
    }

    static byte[] Text(int field, string text) => Message(field, Encoding.UTF8.GetBytes(text));

    static byte[] Message(int field, byte[] content) => [.. Variable((field << 3) | 2), .. Variable(content.Length), .. content];

    static byte[] Number(int field, int value) => [.. Variable(field << 3), .. Variable(value)];

    static IEnumerable<byte> Variable(int value)
    {
        for (; value > 127; value >>= 7)
            yield return (byte)(value | 128);
        yield return (byte)value;
    }
}
