namespace RobotVision.Data.Labels;

/// <summary>An image in a file with the annotations of many.</summary>
/// <param name="File">The file.</param>
/// <param name="Line">The line in it where the image begins, from 1.</param>
/// <param name="Name">What the file calls the image: its file name, with or without folders, parted by <c>/</c>.</param>
/// <param name="Width">The width that the file says it has, in pixels.</param>
/// <param name="Height">The height that the file says it has, in pixels.</param>
/// <param name="Labels">
/// Makes what is tagged in it into labels, from several threads at once. Takes a list for what is wrong with objects, which are left out
/// then; where that is null it throws <see cref="InvalidDataException"/>, so that one bad box costs one image and not all of them.
/// Null where the image's own entry is damaged, which was told when the file was read.
/// </param>
sealed record AnnotatedImage(string File, long Line, string Name, int Width, int Height, Func<ICollection<string>?, ImageLabels>? Labels);
