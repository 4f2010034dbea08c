using System.Xml.Linq;
using RobotVision.Testing;

namespace RobotVision.Tools.Tests;

/// <summary>Checks the allowed references between projects: the robot's code does not reference training, and only programs reference programs.</summary>
public class ArchitectureTests
{
    static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["RobotVision"] = [],
        ["RobotVision.Reports"] = ["RobotVision"],
        ["RobotVision.Data"] = ["RobotVision", "RobotVision.Reports"],
        ["RobotVision.Evaluation"] = ["RobotVision.Data"],
        ["RobotVision.Curation"] = ["RobotVision.Evaluation"],
        ["RobotVision.Tagging"] = ["RobotVision.Curation"],
        ["RobotVision.Web"] = ["RobotVision"],
        ["RobotVision.Calibration"] = ["RobotVision", "RobotVision.Reports"],
        ["RobotVision.Training"] = ["RobotVision.Curation"],
        ["RobotVision.Teaching"] = ["RobotVision.Tagging", "RobotVision.Training"],
        ["RobotVision.Classroom"] = ["RobotVision.Training"],
        ["RobotVision.Cluster"] = ["RobotVision"],
        ["RobotVision.CommandLine"] = ["RobotVision"],
        ["RobotVision.Onboard"] = ["RobotVision.CommandLine", "RobotVision.Web"],
        ["RobotVision.Tools"] =
        [
            "RobotVision.Calibration", "RobotVision.Classroom", "RobotVision.Cluster", "RobotVision.Curation", "RobotVision.Training", "RobotVision.Onboard",
            "RobotVision.Tagging", "RobotVision.Teaching",
            "RobotVision.Web",
        ],
    };

    static readonly string[] TopLevel =
    [
        "RobotVision.sln", "README.md", "LICENSE", "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "global.json",
        "package.json", "package-lock.json", "src", "tools", "tests", "models", "calibration",
    ];

    static string Root { get; } = Repository.Root;

    static IEnumerable<string> Projects => new[] { "src", "tools" }
        .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Root, folder), "*.csproj", SearchOption.AllDirectories));

    [Test]
    public void Projects_AllOfThem_AreInTheRule() =>
        Assert.That(Projects.Select(Path.GetFileNameWithoutExtension), Is.EquivalentTo(Allowed.Keys));

    [TestCaseSource(nameof(Projects))]
    public void Project_References_PointOneWay(string project)
    {
        var references = XDocument.Load(project).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value));
        Assert.That(references, Is.SubsetOf(Allowed[Path.GetFileNameWithoutExtension(project)]));
    }

    [TestCaseSource(nameof(Projects))]
    public void Project_Packages_HaveTheirVersionsInOnePlace(string project) =>
        Assert.That(XDocument.Load(project).Descendants("PackageReference").Attributes("Version"), Is.Empty);

    [TestCase("RobotVision")]
    [TestCase("RobotVision.Reports")]
    [TestCase("RobotVision.Data")]
    [TestCase("RobotVision.Evaluation")]
    [TestCase("RobotVision.Curation")]
    [TestCase("RobotVision.Calibration")]
    [TestCase("RobotVision.Training")]
    [TestCase("RobotVision.Tagging")]
    [TestCase("RobotVision.Teaching")]
    [TestCase("RobotVision.Classroom")]
    [TestCase("RobotVision.Cluster")]
    [TestCase("RobotVision.Web")]
    public void PublicSignatures_OfTheLibraries_ShowNoNativeTypes(string assembly)
    {
        string[] native = ["OpenCvSharp", "Microsoft.ML.OnnxRuntime"];
        bool IsNative(Type type) => native.Contains(type.Assembly.GetName().Name) || type == typeof(IntPtr) || type.GetGenericArguments().Any(IsNative);
        var shown =
            from type in System.Reflection.Assembly.Load(assembly).GetExportedTypes()
            from member in type.GetMembers()
            where member.DeclaringType == type
            // The compiler gives every delegate a constructor with a pointer, which is never called.
            where !(member is System.Reflection.ConstructorInfo && type.IsSubclassOf(typeof(Delegate)))
            from used in member switch
            {
                System.Reflection.MethodInfo method => method.GetParameters().Select(p => p.ParameterType).Append(method.ReturnType),
                System.Reflection.ConstructorInfo constructor => constructor.GetParameters().Select(p => p.ParameterType),
                System.Reflection.PropertyInfo property => [property.PropertyType],
                System.Reflection.FieldInfo field => [field.FieldType],
                _ => [],
            }
            where IsNative(used)
            select $"{type.Name}.{member.Name}: {used.Name}";
        Assert.That(shown, Is.Empty);
    }

    [Test]
    public void Code_OfEveryFolder_IsInSmallFilesOfShortLines()
    {
        const int LongestLine = 160, LongestFile = 400, MostFiles = 20;
        var files = new[] { "src", "tools", "tests" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Root, folder), "*", SearchOption.AllDirectories))
            .Where(file => Path.GetExtension(file) is ".cs" or ".ts").ToArray();
        Assert.That(files, Has.Length.GreaterThan(500));
        var wrong = new List<string>();
        foreach (var file in files)
        {
            var lines = File.ReadAllLines(file);
            foreach (var (number, line) in lines.Index())
                if (line.Length > LongestLine) wrong.Add($"{file}:{number + 1}: {line.Length} characters");
            if (lines.Length > LongestFile) wrong.Add($"{file}: {lines.Length} lines");
        }

        foreach (var folder in files.GroupBy(Path.GetDirectoryName))
            if (folder.Count() > MostFiles) wrong.Add($"{folder.Key}: {folder.Count()} files");
        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public void TopLevel_HoldsOnlyWhatTheDesignNames()
    {
        var entries = Directory.EnumerateFileSystemEntries(Root).Select(Path.GetFileName)
            .Where(name => !name!.StartsWith('.') && name is not ("artifacts" or "node_modules" or "out" or "runs"));
        Assert.That(entries, Is.SubsetOf(TopLevel));
    }
}
