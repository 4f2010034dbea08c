using RobotVision.Capture;

namespace RobotVision.Tests.Capture;

public class SourceNameTests
{
    [TestCase("rtsp://cam:secret@10.0.0.7:554/live", "rtsp://***@10.0.0.7:554/live")]
    [TestCase("http://cam@host/x", "http://***@host/x")]
    [TestCase("http://:secret@host/x", "http://***@host/x")]
    [TestCase("rtsp://admin:p%40ss@host", "rtsp://***@host")]
    [TestCase("rtsp://admin:se@cret@host/live", "rtsp://***@host/live")]
    [TestCase("rtsp://admin:se/cr?et#1@host/live", "rtsp://***@host/live")]
    [TestCase("rtsp://admin:my secret@host/live", "rtsp://***@host/live")]
    [TestCase("rtsp://cam:secret@[fe80::1]:554/live", "rtsp://***@[fe80::1]:554/live")]
    [TestCase("HTTP://cam:secret@host", "HTTP://***@host")]
    public void Masked_UserInAUrl_IsHidden(string source, string shown) => Assert.That(SourceName.Masked(source), Is.EqualTo(shown));

    [TestCase("http://host/x?token=abc123&size=4", "http://host/x?token=***&size=4")]
    [TestCase("http://host/x?size=4&API_KEY=abc", "http://host/x?size=4&API_KEY=***")]
    [TestCase("http://host/cgi?loginuse=admin&loginpas=abc", "http://host/cgi?loginuse=***&loginpas=***")]
    [TestCase("http://host/x?usr=admin;pwd=abc;q=1", "http://host/x?usr=***;pwd=***;q=1")]
    [TestCase("https://host/x?X-Amz-Signature=abc&X-Amz-Date=1", "https://host/x?X-Amz-Signature=***&X-Amz-Date=1")]
    [TestCase("srt://host:9000?passphrase=long%20secret&latency=20", "srt://host:9000?passphrase=***&latency=20")]
    [TestCase("http://host/x#access_token=abc", "http://host/x#access_token=***")]
    [TestCase("rtsp://host:554/user=admin&password=abc&channel=1", "rtsp://host:554/user=***&password=***&channel=1")]
    [TestCase("http://cam:secret@host/x?auth=abc", "http://***@host/x?auth=***")]
    public void Masked_KeyInAUrl_IsHidden(string source, string shown) => Assert.That(SourceName.Masked(source), Is.EqualTo(shown));

    [TestCase("match.mp4")]
    [TestCase("/dev/video0")]
    [TestCase("photos/me@home/token=3.png")]
    [TestCase("udp://127.0.0.1:5000")]
    [TestCase("udp://127.0.0.1:5000?fifo_size=1000000")]
    [TestCase("http://host/@team/live")]
    [TestCase("http://host:8080/@team/live")]
    [TestCase("http://[::1]:8080/@team")]
    [TestCase("2026-07-04T12:30:05.mp4")]
    [TestCase("")]
    public void Masked_NothingToHide_StaysAsItIs(string source) => Assert.That(SourceName.Masked(source), Is.SameAs(source).Or.EqualTo(source));

    [TestCase("'rtsp://a:one@h1/x' refuses; tried http://b:two@h2/y?key=three too", "'rtsp://***@h1/x' refuses; tried http://***@h2/y?key=*** too")]
    [TestCase("'http://host:8080' is gone; write to me@home", "'http://host:8080' is gone; write to me@home")]
    public void Masked_TextThatQuotesUrls_HidesWhatIsSecretAlone(string text, string shown) => Assert.That(SourceName.Masked(text), Is.EqualTo(shown));
}
