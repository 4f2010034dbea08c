using System.Reflection;
using Microsoft.AspNetCore.Http;

namespace RobotVision.Web;

/// <summary>The files of pages, from this assembly: a request's path is compared with their few names and never used as that of a file.</summary>
sealed class EmbeddedPages
{
    readonly Dictionary<string, (string ContentType, byte[] Bytes)> _files = new(StringComparer.Ordinal);

    /// <summary>Loads pages: the first is at <c>/</c>, each further one at <c>/name</c>.</summary>
    public EmbeddedPages(IReadOnlyList<string> names)
    {
        foreach (var (i, name) in names.Index())
        {
            _files[i == 0 ? "/" : $"/{name}"] = ("text/html; charset=utf-8", Load($"{name}.html"));
            _files[$"/{name}.js"] = ("text/javascript; charset=utf-8", Load($"{name}.js"));
            _files[$"/{name}.css"] = ("text/css; charset=utf-8", Load($"{name}.css"));
        }
    }

    /// <summary>The file of a path; null where there is none.</summary>
    public (string ContentType, byte[] Bytes)? Find(PathString path) => _files.TryGetValue(path.Value ?? "", out var file) ? file : null;

    static byte[] Load(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"pages/{name}")
            ?? throw new InvalidOperationException($"The page's file '{name}' is not embedded.");
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
