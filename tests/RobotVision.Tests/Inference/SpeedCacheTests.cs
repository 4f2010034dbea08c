using RobotVision.Inference;
using RobotVision.Testing;

namespace RobotVision.Tests.Inference;

public class SpeedCacheTests
{
    static readonly SpeedKey Key = new("0123456789abcdef", "CPU", 1) { Processor = "A 1", Instructions = "avx2", Runtime = "1.2" };

    static readonly ModelSpeed Speed = new(TimeSpan.FromMilliseconds(1.25), TimeSpan.FromMilliseconds(0.75));

    TemporaryFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public void Find_WhatWasKept_IsTheSame()
    {
        new SpeedCache(_folder["cache"]).Keep(Key, Speed);
        Assert.That(new SpeedCache(_folder["cache"]).Find(Key), Is.EqualTo(Speed));
    }

    [Test]
    public void Find_AnythingElse_IsNotThere()
    {
        var cache = new SpeedCache(_folder.Path);
        cache.Keep(Key, Speed);
        SpeedKey[] others =
        [
            Key with { Model = "fedcba9876543210" }, Key with { Provider = "CUDA" }, Key with { Threads = 2 }, Key with { Processor = "A 2" },
            Key with { Instructions = "avx2, avx512f" }, Key with { Runtime = "1.3" }, Key with { Gpu = "NVIDIA H200" },
        ];
        Assert.That(others.Select(cache.Find), Is.All.Null);
    }

    [TestCase("")]
    [TestCase("null")]
    [TestCase("{}")]
    [TestCase("not JSON")]
    [TestCase("cut")]
    [TestCase("another key")]
    [TestCase("no time")]
    [TestCase("endless")]
    public void Find_DamagedFile_IsAsGoodAsNoneAndIsReplaced(string damage)
    {
        var cache = new SpeedCache(_folder.Path);
        cache.Keep(Key, Speed);
        var file = _folder[_folder.Names.Single()];
        var text = File.ReadAllText(file);
        File.WriteAllText(file, damage switch
        {
            "cut" => text[..(text.Length / 2)],
            "another key" => text.Replace("A 1", "B 1", StringComparison.Ordinal),
            "no time" => text.Replace("1.25", "0", StringComparison.Ordinal),
            "endless" => text.Replace("1.25", "1e300", StringComparison.Ordinal),
            _ => damage,
        });
        Assert.That(cache.Find(Key), Is.Null);
        cache.Keep(Key, Speed);
        Assert.That(cache.Find(Key), Is.EqualTo(Speed));
    }

    [Test]
    public void Keep_FolderThatCannotBeWritten_DoesNothing()
    {
        foreach (var folder in new[] { _folder.Write("file", "") + "/robotvision", "/proc/robotvision", null })
        {
            var cache = new SpeedCache(folder);
            Assert.That(() => cache.Keep(Key, Speed), Throws.Nothing, folder);
            Assert.That(cache.Find(Key), Is.Null, folder);
        }
    }

    [TestCase("/cache", "/home/nao", "/cache/robotvision")]
    [TestCase("cache", "/home/nao", "/home/nao/.cache/robotvision")]
    [TestCase("", "/home/nao", "/home/nao/.cache/robotvision")]
    [TestCase(null, "/home/nao", "/home/nao/.cache/robotvision")]
    [TestCase(null, null, null)]
    public void UsualFolder_Environment_IsByTheSpecification(string? caches, string? home, string? expected) =>
        Assert.That(SpeedCache.UsualFolder(name => name == "HOME" ? home : caches), Is.EqualTo(expected));
}
