using System.Diagnostics;
using System.Text.Json;
using RobotVision.Cameras;
using RobotVision.Capture;
using RobotVision.Geometry;
using RobotVision.Recording;
using RobotVision.Testing;
using RobotVision.Tests.Publishing;

namespace RobotVision.Tests.Ros;

/// <summary>Recordings of ROS 2 alone.</summary>
public class RosBagTests
{
    [Test, CancelAfter(300_000)]
    public async Task Publish_Frames_AreReadByFoxglovesLibrariesAndBySource(CancellationToken stop)
    {
        RosProgram.IgnoreWithout("@foxglove/rosmsg2-serialization");
        using var folder = new TemporaryFolder();
        var observation = TestObservation.OnTheGround();
        observation.Inputs = observation.Inputs with { Pose = TimedPose.Of(new CameraPose(0.5, 0, 0.3, 0)) };
        var camera = new PinholeCamera(new(640, 480, 500, 501, 320, 240), k1: 0.1);
        using (var bag = new RosBag(folder["out.mcap"], [(null, camera)], ballRadius: 0.1))
        {
            for (var i = 0; i < 3; i++) bag.Publish(observation);
            Assert.That(File.Exists(folder["out.mcap"]), Is.False, "the file appears whole or not at all");
            bag.Complete();
        }

        using var node = Process.Start(new ProcessStartInfo("node", [RosProgram.Script("bag.mjs"), folder["out.mcap"]])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var (output, errors) = (node.StandardOutput.ReadToEndAsync(stop), node.StandardError.ReadToEndAsync(stop));
        await node.WaitForExitAsync(stop);
        Assert.That(node.ExitCode, Is.Zero, await errors);
        var read = JsonDocument.Parse(await output).RootElement;
        JsonElement Last(string topic) => read.GetProperty("messages").GetProperty(topic)[2].GetProperty("message");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(read.GetProperty("profile").GetString(), Is.EqualTo("ros2"));
            Assert.That(Last("/camera/image_raw").GetProperty("data").GetInt32(), Is.EqualTo(640 * 480 * 3));
            Assert.That(Last("/camera/camera_info").GetProperty("k")[2].GetDouble(), Is.EqualTo(319.5));
            var moved = Last("/tf").GetProperty("transforms")[0];
            Assert.That(moved.GetProperty("child_frame_id").GetString(), Is.EqualTo("camera_optical_frame"));
            Assert.That(moved.GetProperty("transform").GetProperty("translation").GetProperty("z").GetDouble(), Is.EqualTo(0.5));
            Assert.That(Last("/robotvision/detections").GetProperty("detections")[0].GetProperty("bbox").GetProperty("size_y").GetDouble(),
                Is.EqualTo(33.9).Within(1e-3));
            Assert.That(Last("/robotvision/detections_3d").GetProperty("detections")[0].GetProperty("bbox").GetProperty("size").GetProperty("z").GetDouble(),
                Is.EqualTo(0.2));
            Assert.That(Last("/robotvision/tracks_3d").GetProperty("detections")[0].GetProperty("id").GetString(), Is.EqualTo("7"));
        }

        using var source = FrameSource.OpenRecording(folder["out.mcap"], TimeProvider.System);
        var frame = new FramePool(1).Rent(CancellationToken.None);
        Assert.That(source.Read(frame), Is.EqualTo(ReadOutcome.Frame));
        Assert.That(frame.View.Pixels.SequenceEqual(observation.Frame.View.Pixels));
    }
}
