using System.Globalization;
using BenchmarkDotNet.Running;
using RobotVision.Benchmarks.Training;

if (args is ["step", var network, var batch, var steps, var threads])
    StepSpeed.Print(network, int.Parse(batch, CultureInfo.InvariantCulture), int.Parse(steps, CultureInfo.InvariantCulture), int.Parse(threads, CultureInfo.InvariantCulture));
else
    BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
