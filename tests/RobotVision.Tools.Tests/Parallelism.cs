// Most of these tests wait for a program that they start: three classes run at the same time. Those that change what the whole process shares,
// such as the console, are marked as not parallelizable.
[assembly: Parallelizable(ParallelScope.Fixtures)]
[assembly: LevelOfParallelism(3)]
