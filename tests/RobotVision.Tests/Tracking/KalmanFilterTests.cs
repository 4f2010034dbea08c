using RobotVision.Geometry;
using RobotVision.Tracking;

namespace RobotVision.Tests.Tracking;

public class KalmanFilterTests
{
    static readonly MotionModel Motion = new(0.3, 0, 0.35, 1, 3, 1.5);

    [Test]
    public void Predict_RollingBall_SlowsDownAndStops()
    {
        var filter = new KalmanFilter();
        filter.Start(new(0, 0, 1e-8, 0, 1e-8), 1);
        var still = Motion with { Acceleration = 0, Friction = 0 };
        // Two exact places a tenth of a second apart are 1 m/s.
        filter.Predict(0.1, still);
        filter.Update(new(0.1, 0, 1e-10, 0, 1e-10));
        Assert.That(filter.Velocity.X, Is.EqualTo(1).Within(1e-3));
        for (var i = 0; i < 500; i++) filter.Predict(0.01, Motion);
        Assert.That(filter.Velocity.X, Is.EqualTo(0).Within(1e-9));
        Assert.That(filter.Place.X, Is.EqualTo(0.1 + 1 / (2 * 0.35)).Within(2e-3)); // v^2 / 2a
    }

    [Test]
    public void Update_CrossCovariance_IsTheTextbooksMatrices()
    {
        // P = I after a start, R = [2 0.5; 0.5 1], K = P (P + R)^-1 = inv([3 0.5; 0.5 2]) = [2 -0.5; -0.5 3] / 5.75.
        var filter = new KalmanFilter();
        filter.Start(new(0, 0, 1, 0, 1), 1);
        filter.Update(new(1, 2, 2, 0.5, 1));
        var place = filter.Place;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(place.X, Is.EqualTo((2 - 1) / 5.75).Within(1e-12));
            Assert.That(place.Y, Is.EqualTo((-0.5 + 6) / 5.75).Within(1e-12));
            Assert.That(place.XX, Is.EqualTo(1 - 2 / 5.75).Within(1e-12));
            Assert.That(place.XY, Is.EqualTo(0.5 / 5.75).Within(1e-12));
            Assert.That(place.YY, Is.EqualTo(1 - 3 / 5.75).Within(1e-12));
        }
    }

    [Test]
    public void Place_SimulatedBalls_LiesInsideThe95PercentEllipseNearly95PercentOfTheTime()
    {
        const int runs = 400, frames = 40;
        const double seconds = 1 / 30.0, inside95 = 5.991;
        var random = new Random(11);
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        var (inside, all) = (0, 0);
        for (var run = 0; run < runs; run++)
        {
            var filter = new KalmanFilter();
            double[] place = [2 * Normal(), 2 * Normal()], velocity = [Motion.FirstSpeed * Normal(), Motion.FirstSpeed * Normal()];
            for (var frame = 0; frame < frames; frame++)
            {
                // Measured along skewed axes: 0.1 m and 0.02 m.
                double a = 0.1 * Normal(), b = 0.02 * Normal();
                var measured = new PlaneEstimate(place[0] + 0.8 * a - 0.6 * b, place[1] + 0.6 * a + 0.8 * b,
                    0.64 * 0.01 + 0.36 * 0.0004, 0.48 * (0.01 - 0.0004), 0.36 * 0.01 + 0.64 * 0.0004);
                if (frame == 0) filter.Start(measured, Motion.FirstSpeed);
                else
                {
                    filter.Predict(seconds, Motion);
                    filter.Update(measured);
                }

                if (filter.Place.DistanceSquared(place[0], place[1]) <= inside95) inside++;
                all++;
                var speed = Math.Sqrt(velocity[0] * velocity[0] + velocity[1] * velocity[1]);
                var slower = Math.Max(0, 1 - Motion.Friction * seconds / speed);
                for (var i = 0; i < 2; i++)
                {
                    var after = velocity[i] * slower + Math.Sqrt(Motion.Acceleration * seconds) * Normal();
                    place[i] += (velocity[i] + after) / 2 * seconds;
                    velocity[i] = after;
                }
            }
        }

        Assert.That(100.0 * inside / all, Is.InRange(93, 97));
    }
}
