namespace RobotVision.Training.Tests.Runs;

/// <summary>
/// The ONNX operators for which ONNX Runtime's CUDA provider has a float32 kernel for operator set 17; for Equal and Greater the inputs are float32, for
/// Cast the output.
/// </summary>
/// <remarks>Source: microsoft/onnxruntime, docs/OperatorKernels.md, "Operators implemented by CUDAExecutionProvider", of commit 001d12d.</remarks>
static class CudaKernels
{
    public static IReadOnlySet<string> Float32 { get; } = new HashSet<string>
    {
        "Abs", "Add", "AveragePool", "BatchNormalization", "Cast", "Concat", "Conv", "ConvTranspose", "Div", "Equal", "Exp", "Flatten", "Gemm",
        "GlobalAveragePool", "Greater", "Identity", "LRN", "LeakyRelu", "LogSoftmax", "MatMul", "Max", "MaxPool", "Min", "Mul", "Neg", "Pad", "Pow",
        "ReduceMean", "ReduceSum", "Relu", "Reshape", "Resize", "Sigmoid", "Sign", "Slice", "Softmax", "Softplus", "Sqrt", "Sub", "Tanh", "Transpose",
    };
}
