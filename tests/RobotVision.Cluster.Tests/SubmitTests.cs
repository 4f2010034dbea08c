using System.Runtime.Versioning;
using System.Text.Json;
using k8s.Models;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using RobotVision.Testing;

namespace RobotVision.Cluster.Tests;

[SupportedOSPlatform("linux")]
public class SubmitTests
{
    static readonly ClusterJob Job = new()
    {
        Command = ["data", "extract", "a b.mp4", "--output", "photos/{}"],
        Parts = 4,
        Folder = "/data/my lab",
        AtOnce = 2,
        Gpus = 1,
    };

    [Test]
    public void Script_OfAnArray_HasOptionsAndQuotedWords()
    {
        var script = new SlurmArray(Job, ["/opt/robotvision"]) { Left = [1, 2, 4], Logs = "/data/my lab/logs", Time = "2:00:00", Options = ["--account=lab"] }
            .ToScript();
        Assert.That(script, Is.EqualTo("""
            #!/bin/bash
            #SBATCH --job-name=robotvision-data-extract
            #SBATCH --array=1-2,4%2
            #SBATCH --chdir="/data/my lab"
            #SBATCH --output="/data/my lab/logs/part-%a.log"
            #SBATCH --open-mode=append
            #SBATCH --requeue
            #SBATCH --nodes=1
            #SBATCH --ntasks=1
            #SBATCH --cpus-per-task=2
            #SBATCH --mem=4G
            #SBATCH --gpus-per-task=1
            #SBATCH --time=2:00:00
            #SBATCH --account=lab
            set -euo pipefail
            exec /opt/robotvision data extract 'a b.mp4' --output 'photos/{}' --shard "$SLURM_ARRAY_TASK_ID/4"

            """));
    }

    [TestCase("/lab/it's #1", "--chdir=\"/lab/it's \\#1\"")]
    [TestCase("/lab/a\"b\\c", "--chdir=\"/lab/a\\\"b\\\\c\"")]
    public void Script_OfAFolderWithSigns_QuotesIt(string folder, string line) =>
        Assert.That(Array(Job with { Folder = folder }).ToScript(), Does.Contain($"#SBATCH {line}\n"));

    [Test]
    public void Script_OfAnOptionWithBlanks_QuotesIt() =>
        Assert.That(Array(Job, options: "--comment=all of #1").ToScript(), Does.Contain("#SBATCH \"--comment=all of \\#1\"\n"));

    [TestCase("nonsense", "--account=lab", "/logs", "--time")]
    [TestCase("1:2:3:4", "--account=lab", "/logs", "--time")]
    [TestCase("2:00", "rm -rf", "/logs", "--option")]
    [TestCase("1-0", "--account=lab\nrm -rf /", "/logs", "--option")]
    [TestCase("UNLIMITED", "-Alab", "/lo\\gs", "backslashes")]
    [TestCase("90", "-Alab", "/lo\ngs", "line breaks")]
    public void Script_OfWhatSlurmDoesNotTake_IsRefused(string time, string option, string logs, string message) =>
        Assert.That(() => Array(Job, time, logs, option).ToScript(), Throws.TypeOf<OptionException>().With.Message.Contains(message));

    static SlurmArray Array(ClusterJob job, string? time = null, string logs = "/logs", params string[] options) =>
        new(job, ["/opt/robotvision"]) { Logs = logs, Time = time, Options = options };

    [TestCase("rel", "data", "/data", "i", "--folder")]
    [TestCase("/else", "data", "/data", "i", "--folder")]
    [TestCase("/database", "data", "/data", "i", "--folder")]
    [TestCase("/data/../etc", "data", "/data", "i", "--folder")]
    [TestCase("/data", "My_Data", "/data", "i", "--volume")]
    [TestCase("/data", "data", "/data", "lab/robot vision", "--image")]
    public void Indexed_OfWhatKubernetesDoesNotTake_IsRefused(string folder, string claim, string path, string image, string option) =>
        Assert.That(() => new IndexedJob(Job with { Folder = folder }, image) { Volumes = [new(claim, path)] }.ToJob(),
            Throws.TypeOf<OptionException>().With.Message.Contains(option));

    [TestCase("/data/my lab", "/data/")]
    [TestCase("/data/", "/data")]
    [TestCase("/any", "/")]
    public void Indexed_OfAFolderInAVolume_IsTaken(string folder, string path) =>
        Assert.That(new IndexedJob(Job with { Folder = folder }, "i") { Volumes = [new("my.data-1", path)] }.ToJob(), Is.Not.Null);

    [Test, CancelAfter(300_000)]
    public async Task Slurm_AProgramThatAnswers_GivesTheJobsNumber(CancellationToken stop)
    {
        using var folder = new TemporaryFolder();
        var sbatch = folder.Write("sbatch", """
            #!/bin/sh
            [ "$1" = --parsable ] && cp "$2" "$2.seen" && echo "4711;cluster"
            """);
        File.SetUnixFileMode(sbatch, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var script = folder.Write("job.sh", "#!/bin/bash\n");
        Assert.That(await SlurmArray.SubmitAsync(script, sbatch, stop), Is.EqualTo("4711"));
        Assert.That(File.Exists(folder["job.sh.seen"]), Is.True);
    }

    [Test, CancelAfter(300_000)]
    public void Slurm_AProgramThatRefusesOrIsMissing_IsToldWithWhatItSaid(CancellationToken stop)
    {
        using var folder = new TemporaryFolder();
        var sbatch = folder.Write("sbatch", "#!/bin/sh\necho 'invalid partition' >&2\nexit 1\n");
        File.SetUnixFileMode(sbatch, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Assert.That(() => SlurmArray.SubmitAsync("job.sh", sbatch, stop), Throws.TypeOf<EnvironmentException>().With.Message.Contains("invalid partition"));
        Assert.That(() => SlurmArray.SubmitAsync("job.sh", folder["none"], stop), Throws.TypeOf<EnvironmentException>().With.Message.Contains("--dry-run"));
    }

    [Test, CancelAfter(300_000)]
    public void Slurm_AProgramThatRefusesWithoutAWord_IsToldWithItsExitCode(CancellationToken stop)
    {
        using var folder = new TemporaryFolder();
        var sbatch = folder.Write("sbatch", "#!/bin/sh\nexit 3\n");
        File.SetUnixFileMode(sbatch, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Assert.That(() => SlurmArray.SubmitAsync("job.sh", sbatch, stop), Throws.TypeOf<EnvironmentException>().With.Message.Contains("exit code 3"));
    }

    [TestCase(0, 2, 0, "4G", "--parts")]
    [TestCase(2, 0, 0, "4G", "--cpus")]
    [TestCase(2, 2, -1, "4G", "--gpus")]
    [TestCase(2, 2, 0, "4", "--memory")]
    [TestCase(2, 2, 0, "4G\n#SBATCH --x", "--memory")]
    public void Job_OutOfRange_IsRefused(int parts, int processors, int gpus, string memory, string option) =>
        Assert.That(() => (Job with { Parts = parts, Processors = processors, Gpus = gpus, Memory = memory }).Validate(),
            Throws.TypeOf<OptionException>().With.Message.Contains(option));

    static V1Job Indexed => new IndexedJob(Job, "lab/robotvision") { Volumes = [new("data", "/data")], Namespace = "lab" }.ToJob();

    [Test]
    public void Yaml_OfAnIndexedJob_IsReadBackStrictlyAsTheSame()
    {
        var yaml = IndexedJob.ToYaml(Indexed);
        var again = IndexedJob.FromYaml(yaml);
        Assert.That(IndexedJob.ToYaml(again), Is.EqualTo(yaml));
        Assert.That((again.Spec.CompletionMode, again.Spec.Completions, again.Spec.Parallelism), Is.EqualTo(("Indexed", 4, 2)));
        var container = again.Spec.Template.Spec.Containers.Single();
        Assert.That(container.Args, Is.EqualTo(Job.Command));
        Assert.That(container.Env.Single().Value, Is.EqualTo("4"));
        Assert.That(container.Resources.Limits["memory"].ToString(), Is.EqualTo("4Gi"));
        Assert.That(again.Spec.Template.Spec.Volumes.Single().PersistentVolumeClaim.ClaimName, Is.EqualTo("data"));
    }

    [Test]
    public void Yaml_WithAKeyThatAJobDoesNotHave_IsRefused()
    {
        var yaml = IndexedJob.ToYaml(Indexed).Replace("completions:", "completion:", StringComparison.Ordinal);
        Assert.That(() => IndexedJob.FromYaml(yaml), Throws.TypeOf<InvalidDataException>().With.Message.Contains("completion"));
    }

    [Test, CancelAfter(300_000)]
    public async Task Kubernetes_AServerOnLoopback_GetsTheJob(CancellationToken stop)
    {
        using var folder = new TemporaryFolder();
        string? path = null, body = null;
        await using var server = await StartAsync(async context =>
        {
            path = $"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}";
            using var reader = new StreamReader(context.Request.Body);
            body = await reader.ReadToEndAsync(stop);
            var made = JsonSerializer.Deserialize<Dictionary<string, object>>(body)!;
            made["metadata"] = new { name = "robotvision-data-extract-x7k2p", @namespace = "lab" };
            context.Response.StatusCode = 201;
            await context.Response.WriteAsJsonAsync(made, stop);
        }, stop);
        var name = await IndexedJob.SubmitAsync(Kubeconfig(folder, server), Indexed, stop);
        Assert.That(name, Is.EqualTo("robotvision-data-extract-x7k2p"));
        Assert.That(path, Is.EqualTo("POST /apis/batch/v1/namespaces/lab/jobs?fieldValidation=Strict"));
        Assert.That(JsonDocument.Parse(body!).RootElement.GetProperty("spec").GetProperty("completionMode").GetString(), Is.EqualTo("Indexed"));
    }

    [Test, CancelAfter(300_000)]
    public async Task Kubernetes_AServerThatRefuses_IsToldWithItsReason(CancellationToken stop)
    {
        using var folder = new TemporaryFolder();
        await using var server = await StartAsync(context =>
        {
            context.Response.StatusCode = 403;
            return context.Response.WriteAsync("""{"kind":"Status","message":"jobs.batch is forbidden"}""", stop);
        }, stop);
        Assert.That(() => IndexedJob.SubmitAsync(Kubeconfig(folder, server), Indexed, stop),
            Throws.TypeOf<EnvironmentException>().With.Message.Contains("jobs.batch is forbidden"));
        Assert.That(() => IndexedJob.SubmitAsync(folder["none"], Indexed, stop), Throws.TypeOf<EnvironmentException>().With.Message.Contains(folder["none"]));
    }

    static async Task<WebApplication> StartAsync(RequestDelegate answer, CancellationToken stop)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = builder.Build();
        server.Run(answer);
        await server.StartAsync(stop);
        return server;
    }

    static string Kubeconfig(TemporaryFolder folder, WebApplication server) => folder.Write("kubeconfig", $"""
        apiVersion: v1
        kind: Config
        clusters: [{"{"}name: c, cluster: {"{"}server: "{server.Urls.Single()}"{"}"}{"}"}]
        users: [{"{"}name: u, user: {"{"}token: t{"}"}{"}"}]
        contexts: [{"{"}name: x, context: {"{"}cluster: c, user: u{"}"}{"}"}]
        current-context: x
        """);
}
