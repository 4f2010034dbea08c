using RobotVision.Data.Labels;
using RobotVision.Data.Text;
using RobotVision.Messages;

namespace RobotVision.Data.Formats;

/// <summary>
/// Labels in files with the annotations of many images: those that <c>annotations</c> in the <c>data.yaml</c> names, or one at the
/// place where the form of the data set has it. All are read at once, the boxes of an image when they are asked for.
/// </summary>
sealed class AnnotationFiles : ILabelReader
{
    readonly DataYaml _yaml;
    readonly Func<string, string> _place;
    readonly Dictionary<string, ILookup<string, AnnotatedImage>> _files = [];

    /// <summary>Reads the annotations.</summary>
    /// <param name="yaml">The data set.</param>
    /// <param name="images">The images whose labels will be asked for.</param>
    /// <param name="place">From an image's path to that of the file with its annotation, where the <c>data.yaml</c> does not say.</param>
    /// <param name="read">Reads such a file.</param>
    /// <param name="problems">Takes what is wrong with files and with single images in them, which are left out then; the first ends the
    /// reading when null.</param>
    public AnnotationFiles(
        DataYaml yaml, IEnumerable<string> images, Func<string, string> place,
        Func<string, DataYaml, ICollection<string>?, IReadOnlyList<AnnotatedImage>> read, ICollection<string>? problems = null)
    {
        _yaml = yaml;
        _place = place;
        foreach (var file in yaml.Annotations.Count > 0 ? yaml.Annotations : images.Select(place).Distinct())
        {
            try
            {
                if (!File.Exists(file))
                    throw DamagedFile.At(yaml.File, "annotations",
                        $"expected annotations at '{file}', found no such file{yaml.NotFound.GetValueOrDefault(file)}; "
                        + "write 'annotations: FILE' or correct 'path:'.");
                _files[file] = ByFileName(read(file, yaml, problems), problems);
            }
            catch (Exception exception) when (problems is not null && exception is InvalidDataException or IOException or UnauthorizedAccessException)
            {
                problems!.Add(exception.Message);
                IsWhole = false;
            }
        }
    }

    /// <summary>Whether every file could be read, so that what is annotated in none of them is annotated nowhere.</summary>
    public bool IsWhole { get; } = true;

    /// <inheritdoc/>
    public string Place(string image) => _yaml.Annotations.Count == 0 ? _place(image) : Find(image)?.File ?? _yaml.Annotations[0];

    /// <inheritdoc/>
    public bool IsAnnotated(string image) => Find(image) is not null;

    /// <inheritdoc/>
    public ImageLabels Read(string image, int width, int height, ICollection<string>? problems = null)
    {
        var found = Find(image) ?? throw DamagedFile.At(Place(image), "the whole file", $"expected the annotation of '{image}', found none.");
        if (found.Labels is null) return new([], default);
        return (found.Width, found.Height) == (width, height)
            ? found.Labels(problems)
            : throw DamagedFile.At(found.File, found.Line,
                $"expected the size of '{image}', {width}x{height}, found {found.Width}x{found.Height}; was it resized or turned after it was annotated?");
    }

    /// <summary>What is annotated and is none of some images, in the order of the files.</summary>
    public IEnumerable<AnnotatedImage> WithoutImage(IEnumerable<string> images)
    {
        var found = images.SelectMany(Candidates).ToHashSet();
        return _files.Values.SelectMany(file => file.SelectMany(named => named).OrderBy(image => image.Line)).Where(image => !found.Contains(image));
    }

    AnnotatedImage? Find(string image)
    {
        AnnotatedImage? found = null;
        foreach (var candidate in Candidates(image))
        {
            if (found is not null)
                throw DamagedFile.At(candidate.File, candidate.Line,
                    $"expected one annotation for '{image}', found another one in {found.File}:{found.Line}. "
                    + "Name the images with their folders or describe the files by one data.yaml each.");
            found = candidate;
        }

        return found;
    }

    /// <summary>What may be the annotation of an image, by its name.</summary>
    IEnumerable<AnnotatedImage> Candidates(string image)
    {
        var files = _yaml.Annotations.Count > 0 ? _yaml.Annotations : [_place(image)];
        var path = "/" + image.Replace('\\', '/').TrimStart('/');
        foreach (var file in files)
        {
            if (!_files.TryGetValue(file, out var annotated)) continue;
            foreach (var candidate in annotated[Path.GetFileName(image)])
                if (path.EndsWith("/" + candidate.Name, StringComparison.Ordinal)) yield return candidate;
        }
    }

    static ILookup<string, AnnotatedImage> ByFileName(IReadOnlyList<AnnotatedImage> images, ICollection<string>? problems)
    {
        var first = new Dictionary<string, AnnotatedImage>();
        foreach (var image in images)
        {
            if (first.TryAdd(image.Name, image)) continue;
            var problem = DamagedFile.At(image.File, image.Line,
                $"expected each image once, found {QuotedText.Of(image.Name)} again after line {first[image.Name].Line}.");
            if (problems is null) throw problem;
            problems.Add(problem.Message);
        }

        return first.Values.ToLookup(image => image.Name[(image.Name.LastIndexOf('/') + 1)..]);
    }
}
