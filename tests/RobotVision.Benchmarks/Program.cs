using System.Globalization;
using BenchmarkDotNet.Running;
using RobotVision.Benchmarks.Training;

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

if (args is ["step", var network, var batch, var steps, var threads])
    StepSpeed.Print(network, Number(batch), Number(steps), Number(threads));
else if (args is ["data", var trained, var size, var count, var workers, var rounds])
    DataSpeed.Print(trained, Number(size), Number(count), Number(workers), Number(rounds));
else
    BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
