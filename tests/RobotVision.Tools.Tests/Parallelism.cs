// Most of these tests wait for a program that they start, so three classes run in parallel. Tests that change shared state of the process, such as the
// console, are marked as not parallelizable.
[assembly: Parallelizable(ParallelScope.Fixtures)]
[assembly: LevelOfParallelism(3)]
