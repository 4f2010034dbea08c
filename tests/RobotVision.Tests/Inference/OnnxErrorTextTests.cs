using RobotVision.Inference;

namespace RobotVision.Tests.Inference;

/// <summary>Messages as ONNX Runtime wrote them.</summary>
public class OnnxErrorTextTests
{
    [TestCase(
        "[ErrorCode:RuntimeException] Non-zero status code returned while running Conv node. Name:'conv1' "
            + "Status Message: /onnxruntime_src/onnxruntime/core/framework/bfc_arena.cc:376 "
            + "void* onnxruntime::BFCArena::AllocateRawInternal(size_t, bool, onnxruntime::Stream*) "
            + "Failed to allocate memory for requested buffer of size 4096",
        "Failed to allocate memory for requested buffer of size 4096")]
    [TestCase(
        "[ErrorCode:Fail] /onnxruntime_src/onnxruntime/core/session/provider_bridge_ort.cc:2043 "
            + "onnxruntime::Provider& onnxruntime::ProviderLibrary::Get() [ONNXRuntimeError] : 1 : FAIL : Failed to load library "
            + "libonnxruntime_providers_cuda.so with error: libcublasLt.so.13: cannot open shared object file: No such file or directory",
        "Failed to load library libonnxruntime_providers_cuda.so with error: libcublasLt.so.13: cannot open shared object file: No such file or directory")]
    [TestCase("[ErrorCode:Fail] OrtSessionOptionsAppendExecutionProvider_Cuda: Failed to load shared library", "Failed to load shared library")]
    [TestCase("[ErrorCode:InvalidProtobuf] Load model from a.onnx failed:Protobuf parsing failed.", "Load model from a.onnx failed:Protobuf parsing failed")]
    [TestCase(
        "/src/cuda_call.cc:121 std::conditional_t<THRW, void, Status> onnxruntime::CudaCall(ERRTYPE, const char*, int) "
            + "[with ERRTYPE = cudaError; bool THRW = true] CUDA failure 2: out of memory",
        "CUDA failure 2: out of memory")]
    [TestCase("/src/a.cc:7 operator()(std::function<void(int)>) const no device", "no device")]
    [TestCase("the device was lost", "the device was lost")]
    [TestCase("[ErrorCode:Fail] ", "[ErrorCode:Fail]")]
    public void Of_Message_IsWhatUsersCanRead(string message, string text) => Assert.That(OnnxErrorText.Of(message), Is.EqualTo(text));
}
