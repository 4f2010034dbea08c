using System.Globalization;
using System.Text.RegularExpressions;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace RobotVision.Cluster;

/// <summary>Divided work as an Indexed Job of Kubernetes: one pod a part.</summary>
/// <remarks>
/// Source: the Job API, batch/v1. A pod that fails is made again, up to three times a part on average; one that lost its node is made again without being
/// counted. A pod gets its index and the number of parts from the environment, see <see cref="Shard.FromEnvironment"/>; a part that is done ends at once, so
/// that the same job can be submitted again.
/// </remarks>
/// <param name="job">The work.</param>
/// <param name="image">The container image, whose program is <c>robotvision</c>.</param>
public sealed partial class IndexedJob(ClusterJob job, string image)
{
    const string Program = "robotvision";

    /// <summary>Volumes: the claim and where the container has it; parts must be on one that all pods can write.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Volumes { get; init; } = [];

    /// <summary>The namespace; <c>default</c> unless said otherwise.</summary>
    public string Namespace { get; init; } = "default";

    /// <summary>The job.</summary>
    /// <exception cref="OptionException">A name is none that Kubernetes takes, or the folder is in no volume; the message lists all problems.</exception>
    public V1Job ToJob()
    {
        if (Problems().ToArray() is { Length: > 0 } problems) throw new OptionException($"{string.Join("; ", problems)}.");
        var resources = new Dictionary<string, ResourceQuantity>
        {
            ["cpu"] = new(job.Processors.ToString(CultureInfo.InvariantCulture)),
            ["memory"] = new(job.Memory + "i"),
        };
        if (job.Gpus > 0) resources["nvidia.com/gpu"] = new(job.Gpus.ToString(CultureInfo.InvariantCulture));
        var labels = new Dictionary<string, string> { ["app.kubernetes.io/name"] = Program };
        var container = new V1Container
        {
            Name = Program,
            Image = image,
            Args = [.. job.Command],
            WorkingDir = job.Folder,
            Env = [new V1EnvVar { Name = Shard.PartsVariable, Value = job.Parts.ToString(CultureInfo.InvariantCulture) }],
            Resources = new V1ResourceRequirements { Requests = resources, Limits = resources },
            VolumeMounts = [.. Volumes.Select((volume, i) => new V1VolumeMount { Name = NameOf(i), MountPath = volume.Value })],
            SecurityContext = new V1SecurityContext { AllowPrivilegeEscalation = false, Capabilities = new V1Capabilities { Drop = ["ALL"] } },
        };
        return new V1Job
        {
            ApiVersion = "batch/v1",
            Kind = "Job",
            Metadata = new V1ObjectMeta { GenerateName = job.Name + "-", NamespaceProperty = Namespace, Labels = labels },
            Spec = new V1JobSpec
            {
                CompletionMode = "Indexed",
                Completions = job.Parts,
                Parallelism = Math.Min(job.AtOnce ?? job.Parts, job.Parts),
                BackoffLimit = 3 * job.Parts,
                PodFailurePolicy = new V1PodFailurePolicy
                {
                    Rules =
                    [
                        new V1PodFailurePolicyRule
                        {
                            Action = "Ignore",
                            OnPodConditions = [new V1PodFailurePolicyOnPodConditionsPattern { Type = "DisruptionTarget", Status = "True" }],
                        },
                    ],
                },
                Template = new V1PodTemplateSpec
                {
                    Metadata = new V1ObjectMeta { Labels = labels },
                    Spec = new V1PodSpec
                    {
                        RestartPolicy = "Never",
                        AutomountServiceAccountToken = false,
                        Containers = [container],
                        Volumes = [.. Volumes.Select((volume, i) => new V1Volume
                        {
                            Name = NameOf(i),
                            PersistentVolumeClaim = new V1PersistentVolumeClaimVolumeSource { ClaimName = volume.Key },
                        })],
                    },
                },
            },
        };
    }

    /// <summary>A job as YAML, as <c>kubectl create</c> takes it.</summary>
    public static string ToYaml(V1Job job) => KubernetesYaml.Serialize(job);

    /// <summary>Reads a job; a key that it does not have is an error.</summary>
    /// <exception cref="InvalidDataException">It is no such job.</exception>
    public static V1Job FromYaml(string text)
    {
        try
        {
            return KubernetesYaml.Deserialize<V1Job>(text, strict: true);
        }
        catch (YamlDotNet.Core.YamlException exception)
        {
            throw new InvalidDataException($"expected a Job of Kubernetes, batch/v1, as YAML, found otherwise: {exception.Message}", exception);
        }
    }

    /// <summary>Submits a job to the API server that a kubeconfig names.</summary>
    /// <param name="kubeconfig">The file; null for that of <c>KUBECONFIG</c> or of the home folder.</param>
    /// <param name="submitted">The job.</param>
    /// <param name="stop">Stops waiting.</param>
    /// <returns>The job's name.</returns>
    /// <exception cref="EnvironmentException">There is no such file, no server answers, or it refuses the job; the message has what it said.</exception>
    public static async Task<string> SubmitAsync(string? kubeconfig, V1Job submitted, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(submitted);
        try
        {
            using var client = new Kubernetes(KubernetesClientConfiguration.BuildConfigFromConfigFile(kubeconfig));
            var made = await client.BatchV1.CreateNamespacedJobAsync(submitted, submitted.Metadata.NamespaceProperty, fieldValidation: "Strict",
                cancellationToken: stop).ConfigureAwait(false);
            return made.Metadata.Name;
        }
        catch (HttpOperationException exception)
        {
            throw new EnvironmentException($"The API server refused the job: {exception.Response?.Content ?? exception.Message}", exception);
        }
        catch (HttpRequestException exception)
        {
            throw new EnvironmentException($"The API server of the kubeconfig does not answer: {exception.Message}", exception);
        }
        catch (Exception exception) when (exception is k8s.Exceptions.KubeConfigException or YamlDotNet.Core.YamlException)
        {
            throw new EnvironmentException($"Kubeconfig '{kubeconfig ?? "of KUBECONFIG or ~/.kube/config"}': {exception.Message}", exception);
        }
    }

    IEnumerable<string> Problems()
    {
        if (image.Length == 0 || image.Any(char.IsWhiteSpace)) yield return $"--image: expected the name of an image without blanks, found '{image}'";
        if (!Label().IsMatch(Namespace)) yield return $"--namespace: expected lower-case letters, digits and '-', found '{Namespace}'";
        foreach (var (claim, path) in Volumes)
        {
            if (!ClaimName().IsMatch(claim)) yield return $"--volume: expected a claim of lower-case letters, digits, '-' and '.', found '{claim}'";
            if (!path.StartsWith('/') || path.Contains(':', StringComparison.Ordinal)) yield return $"--volume: expected CLAIM=/PATH, found '{claim}={path}'";
        }

        if (!job.Folder.StartsWith('/')) yield return $"--folder: expected an absolute path /PATH in the container, found '{job.Folder}'";
        else if (!Volumes.Any(volume => IsIn(job.Folder, volume.Value)))
            yield return $"--folder: expected a folder in a volume, since all else is lost with the pod, found '{job.Folder}'"
                + (Volumes.Count == 0 ? " and no --volume" : $" and the volumes {string.Join(", ", Volumes.Select(volume => $"'{volume.Value}'"))}");
    }

    static bool IsIn(string folder, string volume) =>
        (Path.GetFullPath(folder) + "/").StartsWith(Path.GetFullPath(volume).TrimEnd('/') + "/", StringComparison.Ordinal);

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Label();

    [GeneratedRegex(@"^(?=.{1,253}\z)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex ClaimName();

    static string NameOf(int volume) => string.Create(CultureInfo.InvariantCulture, $"volume-{volume}");
}
