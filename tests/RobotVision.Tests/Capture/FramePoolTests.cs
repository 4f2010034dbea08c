using RobotVision.Capture;
using RobotVision.Testing;

namespace RobotVision.Tests.Capture;

public class FramePoolTests
{
    [Test]
    public void TryRent_EmptyPool_IsFalseAndNeverGrows()
    {
        var pool = new FramePool(2);
        Assert.That(pool.TryRent(out _) && pool.TryRent(out _), Is.True);
        Assert.That(pool.TryRent(out var third), Is.False);
        Assert.That(third, Is.Null);
        Assert.That(pool.Outstanding, Is.EqualTo(2));
    }

    [Test]
    public void Dispose_RentedFrame_GivesItBack()
    {
        var pool = new FramePool(1);
        Assert.That(pool.TryRent(out var frame), Is.True);
        frame!.Dispose();
        Assert.That(pool.Outstanding, Is.Zero);
    }

    [Test]
    public void Dispose_Twice_Throws()
    {
        var pool = new FramePool(1);
        var frame = pool.Rent(CancellationToken.None);
        frame.Dispose();
        Assert.That(frame.Dispose, Throws.InvalidOperationException);
    }

    [Test]
    [CancelAfter(300_000)]
    public void Rent_EmptyPool_WaitsUntilAFrameComesBack(CancellationToken cancellationToken)
    {
        var pool = new FramePool(1);
        var frame = pool.Rent(cancellationToken);
        Frame? rented = null;
        var waiting = new Thread(() => rented = pool.Rent(cancellationToken)) { IsBackground = true };
        waiting.Start();
        Assert.That(() => waiting.ThreadState.HasFlag(ThreadState.WaitSleepJoin), Is.True.After(180_000, 1), "it waits");
        Assert.That((rented, pool.Outstanding), Is.EqualTo(((Frame?)null, 1)));
        frame.Dispose();
        Assert.That(waiting.Join(TimeSpan.FromMinutes(3)), Is.True);
        Assert.That(rented, Is.SameAs(frame));
    }

    [Test]
    public void Rent_Cancelled_Throws()
    {
        var pool = new FramePool(1);
        pool.Rent(CancellationToken.None);
        Assert.That(() => pool.Rent(new CancellationToken(canceled: true)), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public void Resize_SmallerThanBefore_KeepsTheMemory()
    {
        var frame = new FramePool(1).Rent(CancellationToken.None);
        frame.Resize(640, 480).Span.Fill(7);
        Assert.That(Allocations.Of(() => frame.Resize(320, 240)), Is.Zero);
        var pixels = frame.Resize(320, 240);
        Assert.That(pixels.Length, Is.EqualTo(320 * 240 * 3));
        Assert.That(frame.View.Width, Is.EqualTo(320));
    }
}
