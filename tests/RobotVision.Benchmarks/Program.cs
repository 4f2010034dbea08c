using System.Globalization;
using BenchmarkDotNet.Running;
using RobotVision;
using RobotVision.Benchmarks.Curation;
using RobotVision.Benchmarks.Imaging;
using RobotVision.Benchmarks.Inference;
using RobotVision.Benchmarks.Peers;
using RobotVision.Benchmarks.Training;
using RobotVision.Inference;

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

try
{
    if (args is ["step", var network, var batch, var steps, var threads, .. var device])
        StepSpeed.Print(network, Number(batch), Number(steps), Number(threads), device is [var name]
            ? Enum.Parse<Accelerator>(name, ignoreCase: true) : Accelerator.Cpu);
    else if (args is ["data", var trained, var size, var count, var workers, var rounds])
        DataSpeed.Print(trained, Number(size), Number(count), Number(workers), Number(rounds));
    else if (args is ["digits", var learners])
        DigitSpeed.Print(Number(learners));
    else if (args is ["sampler", var turns])
        SamplerSpeed.Print(Number(turns));
    else if (args is ["render", var width, var height, var pictures])
        RenderSpeed.Print(Number(width), Number(height), Number(pictures));
    else if (args is ["peers", var file, var images, var folder])
        PeerInputs.Write(file, images, folder);
    else if (args is ["duplicates", .. var counts])
        DuplicateSpeed.Print([.. counts.Select(Number)]);
    else if (args is ["latency", var samples, var runs, var accelerator, .. var limit])
        Latency.Print(Number(samples), Number(runs), Enum.Parse<Accelerator>(accelerator, ignoreCase: true),
            limit is [var most] ? Number(most) : Math.Min(2, Environment.ProcessorCount));
    else
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
    return 0;
}
catch (Exception exception) when (exception is EnvironmentException or InsufficientMemoryException)
{
    Console.Error.WriteLine($"error: {exception.Message}");
    return 1;
}
