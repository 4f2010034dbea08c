using System.Globalization;
using System.Security.Cryptography;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using RobotVision.Detections;
using RobotVision.Sampling;

namespace RobotVision.Inference;

/// <summary>
/// A network ready to run: the ONNX file, checked against its own contract, and the session on the processor that runs it. Pipelines share it;
/// each has a <see cref="ModelRunner"/> of its own. The session's native memory is freed when the model and all its runners are disposed. Any thread.
/// </summary>
public sealed class VisionModel : IDisposable
{
    readonly InferenceSession _session;
    readonly bool _onlyFullBatches;
    int _users = 1; // the owner and each runner
    ModelRunner? _first; // made at load to see that the model runs; the first pipeline gets it

    VisionModel(
        string path, string hash, InferenceSession session, ModelContract contract, ExecutionProvider provider, string providerNote, InferenceOptions options)
    {
        (Path, Hash, _session, Contract, Provider, ProviderNote) = (path, hash, session, contract, provider, providerNote);
        int[] sample = contract.Input.Layout == SampleLayout.Chw ? [3, SampleFormat.Size, SampleFormat.Size] : [SampleFormat.Size, SampleFormat.Size, 3];
        var (inputs, outputs) = (session.InputMetadata, session.OutputMetadata);
        if (contract.Memory is { } memory)
        {
            string shape = string.Join(',', memory);
            CheckTensor(path, "input", Only(inputs, MemoryName), shape, axes => axes.SequenceEqual(memory), out _);
            CheckTensor(path, "output", Only(outputs, NextMemoryName), shape, axes => axes.SequenceEqual(memory), out _);
            MemoryLength = memory.Aggregate((length, axis) => length * axis);
            (inputs, outputs) = (Without(inputs, MemoryName), Without(outputs, NextMemoryName));
        }

        InputName = CheckTensor(path, "input", inputs, string.Join(',', sample), axes => axes.SequenceEqual(sample), out var input);
        int classes = contract.Classes.Count, channels = GridLayout.ChannelsOf(classes);
        OutputName = contract.Output == ModelOutput.Grid
            ? CheckTensor(
                path, "output", outputs, $"{channels},C,C",
                axes => axes is [var found, > 0 and var rows, var columns] && found == channels && rows == columns, out var output)
            : CheckTensor(path, "output", outputs, $"{classes}", axes => axes is [var found] && found == classes, out output);
        _onlyFullBatches = input[0] > 0;
        MaxSamples = _onlyFullBatches ? input[0] : options.MaxSamples;
        OutputLength = output.Skip(1).Aggregate((length, axis) => length * axis);
    }

    /// <summary>Characters of <see cref="Hash"/>.</summary>
    public const int HashLength = 16;

    /// <summary>The input of a network with a memory that takes what it remembers, (N, <see cref="ModelContract.Memory"/>).</summary>
    public const string MemoryName = "memory";

    /// <summary>The output with what it remembers for the next frame.</summary>
    public const string NextMemoryName = "memory.next";

    /// <summary>Where the model was loaded from.</summary>
    public string Path { get; }

    /// <summary>The first 16 hexadecimal digits of the SHA-256 of the file: results name the model by it.</summary>
    public string Hash { get; }

    /// <summary>The contract in its metadata.</summary>
    public ModelContract Contract { get; }

    /// <summary>What runs it.</summary>
    public ExecutionProvider Provider { get; }

    /// <summary>Why a faster one is not used; empty where there is none.</summary>
    public string ProviderNote { get; }

    /// <summary>The most samples of one run.</summary>
    public int MaxSamples { get; }

    /// <summary>Values of the output for one sample.</summary>
    public int OutputLength { get; }

    /// <summary>Values of what it remembers of a camera's earlier frames; 0 of a network for which every frame stands for itself.</summary>
    public int MemoryLength { get; }

    internal string InputName { get; }

    internal string OutputName { get; }

    internal InferenceSession Session => _session;

    /// <summary>The version of ONNX Runtime.</summary>
    public static string RuntimeVersion
    {
        get
        {
            OnnxEnvironment.Start();
            return OrtEnv.Instance().GetVersionString();
        }
    }

    /// <summary>The <see cref="Hash"/> of a file.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static string HashOf(string path) => HashOf(File.ReadAllBytes(path));

    static string HashOf(ReadOnlySpan<byte> file) => Convert.ToHexStringLower(SHA256.HashData(file))[..HashLength];

    /// <summary>Loads a model and runs it once, so that the first frame is as fast as the next.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It was damaged, or this code cannot use it; the message says what was expected and found.</exception>
    /// <exception cref="EnvironmentException">The required processor cannot be used; the message says why.</exception>
    public static VisionModel Load(string path, InferenceOptions options)
    {
        options.Validate();
        if (Directory.Exists(path)) throw new FileNotFoundException($"Model '{path}': expected an ONNX file, found a folder. Name a file in it.", path);
        if (!File.Exists(path))
            throw new FileNotFoundException($"Model '{path}': there is no such file. Name one with --model, or train one with 'robotvision train'.", path);
        var file = File.ReadAllBytes(path);
        ModelChecksum.Check(path, file);
        var hash = HashOf(file);

        var note = "";
        if (options.Accelerator != Accelerator.Cpu)
        {
            if (TryLoadOnCuda(path, hash, options, out note) is { } model) return model;
            if (options.Accelerator == Accelerator.Cuda)
                throw new EnvironmentException($"CUDA was required and cannot be used: {note}.");
            note = CudaProvider.HasGpu ? $"no CUDA: {note}" : ""; // without a GPU there is nothing to report
        }

        return Finish(path, hash, Open(path, options, cuda: false, out _)!, ExecutionProvider.Cpu, note, options);
    }

    /// <summary>Creates a runner, for one thread at a time; owned by the caller.</summary>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public ModelRunner CreateRunner()
    {
        if (Interlocked.Exchange(ref _first, null) is { } first) return first;
        for (var users = _users; ;) // a runner of another thread may be the last user and just end
        {
            ObjectDisposedException.ThrowIf(users == 0, this);
            var found = Interlocked.CompareExchange(ref _users, users + 1, users);
            if (found == users) return new(this);
            users = found;
        }
    }

    /// <summary>Takes a runner back for the next who wants one.</summary>
    internal void Keep(ModelRunner runner)
    {
        if (Interlocked.CompareExchange(ref _first, runner, null) is not null) runner.Dispose();
    }

    /// <summary>Releases the model; its native memory is freed when its runners are disposed too.</summary>
    public void Dispose()
    {
        Interlocked.Exchange(ref _first, null)?.Dispose();
        Release();
    }

    /// <summary>The batch size to run for so many samples: some networks take only full batches.</summary>
    internal int RowsFor(int count) => _onlyFullBatches ? MaxSamples : count;

    internal void Release()
    {
        if (Interlocked.Decrement(ref _users) == 0) _session.Dispose();
    }

    static VisionModel Finish(
        string path, string hash, InferenceSession session, ExecutionProvider provider, string note, InferenceOptions options)
    {
        try
        {
            var contract = ModelContract.Parse(session.ModelMetadata.CustomMetadataMap, path);
            var model = new VisionModel(path, hash, session, contract, provider, note, options);
            model._first = model.CreateRunner();
            return model;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Loads the model on CUDA and runs it once there; null, and why, when either fails.</summary>
    static VisionModel? TryLoadOnCuda(string path, string hash, InferenceOptions options, out string reason)
    {
        try
        {
            return Open(path, options, cuda: true, out reason) is { } session ? Finish(path, hash, session, ExecutionProvider.Cuda, "", options) : null;
        }
        catch (Exception exception) when (exception is InvalidDataException or EnvironmentException)
        {
            reason = exception is EnvironmentException { InnerException: OnnxRuntimeException failure } ? OnnxErrorText.Of(failure) : exception.Message.Trim();
            return null;
        }
    }

    static InferenceSession? Open(string path, InferenceOptions options, bool cuda, out string reason)
    {
        reason = "";
        OnnxEnvironment.Start();
        using var sessionOptions = new SessionOptions
        {
            IntraOpNumThreads = options.Threads,
            InterOpNumThreads = 1,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };
        // Threads of the network that wait sleep: spinning ones take the cores from walking.
        sessionOptions.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        if (cuda)
        {
            if (!CudaProvider.TryAppend(sessionOptions, out reason)) return null;
            // Without this the runtime silently runs operators on the CPU.
            sessionOptions.AddSessionConfigEntry("session.disable_cpu_ep_fallback", "1");
        }

        try
        {
            return new InferenceSession(path, sessionOptions);
        }
        catch (OnnxRuntimeException exception)
        {
            throw new InvalidDataException($"Model '{path}': ONNX Runtime cannot load it: {OnnxErrorText.Of(exception)}.", exception);
        }
    }

    static Dictionary<string, NodeMetadata> Only(IReadOnlyDictionary<string, NodeMetadata> tensors, string name) =>
        tensors.Where(tensor => tensor.Key == name).ToDictionary();

    static Dictionary<string, NodeMetadata> Without(IReadOnlyDictionary<string, NodeMetadata> tensors, string name) =>
        tensors.Where(tensor => tensor.Key != name).ToDictionary();

    /// <summary>Checks that a model has one such tensor and returns its name.</summary>
    /// <param name="path">The model, for messages.</param>
    /// <param name="side">"input" or "output".</param>
    /// <param name="tensors">All inputs or outputs.</param>
    /// <param name="shape">The shape of one sample as a text.</param>
    /// <param name="fits">Whether the axes of one sample are of that shape.</param>
    /// <param name="axes">Its axes, the batch first, which is 0 or negative where any batch size is allowed.</param>
    static string CheckTensor(string path, string side, IReadOnlyDictionary<string, NodeMetadata> tensors, string shape, Predicate<int[]> fits, out int[] axes)
    {
        var wanted = $"one float32 {side} of shape (N,{shape})";
        if (tensors.Count != 1)
            throw new InvalidDataException($"Model '{path}': expected {wanted}, found {tensors.Count} {side}s. Use a model exported by 'robotvision train'.");
        var (name, tensor) = tensors.Single();
        if (!tensor.IsTensor)
            throw new InvalidDataException(
                $"Model '{path}' {side} '{name}': expected {wanted}, found a {tensor.OnnxValueType}. Use a model exported by 'robotvision train'.");
        axes = tensor.Dimensions;
        if (tensor.ElementDataType != TensorElementType.Float || axes.Length < 2 || !fits(axes[1..]))
        {
            var found = string.Join(',', axes.Select(axis => axis < 0 ? "N" : axis.ToString(CultureInfo.InvariantCulture)));
            throw new InvalidDataException(
                $"Model '{path}' {side} '{name}': expected {wanted}, found {tensor.ElementDataType} ({found}). "
                + "Use a model exported by 'robotvision train'.");
        }

        return name;
    }
}
