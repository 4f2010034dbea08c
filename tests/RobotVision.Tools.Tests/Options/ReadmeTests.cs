using System.Text.RegularExpressions;
using RobotVision.Testing;

namespace RobotVision.Tools.Tests.Options;

/// <summary>The pages' commands are commands, their links and paths lead somewhere, and each project's page names its folders in their order.</summary>
public partial class ReadmeTests
{
    static string Root => Repository.Root;

    /// <summary>The README, the contributor's page and every page beside code, models and calibrations.</summary>
    static string[] Pages { get; } =
    [
        "README.md", ".github/CONTRIBUTING.md",
        .. new[] { "calibration", "models", "src", "tests", "tools" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Root, folder), "*.md", SearchOption.AllDirectories))
            .Select(file => Path.GetRelativePath(Root, file)).Order(StringComparer.Ordinal),
    ];

    static IEnumerable<string[]> Commands => Pages.SelectMany(page => CommandsOf(page).Select(line => new[] { page, line }));

    static IEnumerable<string[]> Links =>
        from page in Pages
        from link in Link().Matches(Text(page)).Select(match => match.Groups[1].Value)
        where !link.Contains("://", StringComparison.Ordinal)
        select new[] { page, link };

    static IEnumerable<string[]> Paths =>
        from page in Pages
        from path in InlineCode(page).Where(code => RepositoryPath().IsMatch(code))
        select new[] { page, path };

    static IEnumerable<string> Projects => Directory.EnumerateFiles(Path.Combine(Root, "src"), "*.csproj", SearchOption.AllDirectories)
        .Select(file => Path.GetFileNameWithoutExtension(file)).Where(project => project != "RobotVision.Onboard"); // on the page of CommandLine

    [Test]
    public void FirstCommands_AreDemoAndTest() =>
        Assert.That(ShellLines("README.md").Take(2), Is.EqualTo(new[] { "tools/demo.sh", "tools/test.sh" }));

    [Test]
    public void Readme_IsTwoScreens() => Assert.That(File.ReadLines(Path.Combine(Root, "README.md")).Count(), Is.LessThanOrEqualTo(100));

    [TestCaseSource(nameof(Commands))]
    public void Command_OfAPage_IsUnderstood(string page, string line)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries).SkipWhile(word => Assignment().IsMatch(word)).ToArray();
        var program = words is ["dotnet", ..] ? words.FirstOrDefault(word => word.StartsWith("tests/", StringComparison.Ordinal)) : words[0];
        Assert.That(program is not null && Path.Exists(Path.Combine(Root, program)), Is.True, $"{page}: {program ?? line} is not there");
        if (words[0] == "tools/robotvision") Assert.That(Tools.Commands.Create().Parse(words[1..]).Errors, Is.Empty, page);
    }

    [TestCaseSource(nameof(Links))]
    public void Link_OfAPage_LeadsSomewhere(string page, string link)
    {
        var parts = link.Split('#');
        var target = parts[0].Length > 0 ? Path.Combine(Path.GetDirectoryName(page)!, parts[0]) : page;
        Assert.That(Path.Exists(Path.Combine(Root, target)), Is.True, $"{page}: {link}");
        if (parts is [_, var heading]) Assert.That(Heading().Matches(Text(target)).Select(Anchor), Has.Member(heading), $"{page}: {link}");
    }

    [TestCaseSource(nameof(Paths))]
    public void Path_OnAPage_Exists(string page, string path) => Assert.That(Path.Exists(Path.Combine(Root, path)), Is.True, $"{page}: {path}");

    [Test]
    public void Tree_OfTheReadme_NamesTheFoldersInTheirOrder()
    {
        var tree = Text("README.md").Split("\n## The tree\n")[1].Split("\n## ")[0];
        var named = TreeFolder().Matches(tree).Select(folder => folder.Groups[1].Value).Where(name => name != "RobotVision");
        var projects = Projects.ToHashSet();
        var folders =
            from place in FolderOrderTests.Order
            let parts = place.Split('.')
            where parts.Length > 1 && parts[1] is not ("Onboard" or "Tools")
            let project = projects.Contains($"{parts[0]}.{parts[1]}") ? parts[1] : ""
            let inProject = parts.Skip(project.Length > 0 ? 2 : 1).FirstOrDefault()
            where inProject is not null
            select (project, inProject);
        Assert.That(named, Is.EqualTo(folders.Distinct().Select(folder => folder.inProject)));
    }

    [TestCaseSource(nameof(Projects))]
    public void Overview_OfAProject_NamesItsFoldersInTheirOrder(string project)
    {
        var folder = Path.Combine(Root, "src", project);
        var page = File.ReadAllText(Path.Combine(folder, "README.md"));
        int PlaceInOrder(string name) =>
            Array.FindIndex(FolderOrderTests.Order, place => $"{place}.".StartsWith($"{project}.{name}.", StringComparison.Ordinal));
        var folders = Directory.EnumerateDirectories(folder).Select(path => Path.GetFileName(path)!).Where(name => PlaceInOrder(name) >= 0)
            .OrderBy(PlaceInOrder).ToArray();
        var linked = Link().Matches(page).Select(link => link.Groups[1].Value).Where(folders.Contains).Distinct();
        Assert.That(linked, Is.EqualTo(folders));
    }

    /// <summary>The name by which a link leads to a heading: small letters, and hyphens for spaces.</summary>
    static string Anchor(Match heading) => NoAnchor().Replace(heading.Groups[1].Value.ToLowerInvariant(), "").Replace(' ', '-');

    static string Text(string page) => File.ReadAllText(Path.Combine(Root, page));

    static IEnumerable<string> CommandsOf(string page) =>
        ShellLines(page).Concat(InlineCode(page).Where(code => code.StartsWith("tools/robotvision ", StringComparison.Ordinal))).Distinct();

    static IEnumerable<string> ShellLines(string page) => ShellBlock().Matches(Text(page))
        .SelectMany(block => block.Groups[1].Value.Split('\n'))
        .Select(line => line.Split(" #")[0].Trim())
        .Where(line => line.Length > 0);

    /// <summary>What stands between single back quotes, without line breaks.</summary>
    static IEnumerable<string> InlineCode(string page) =>
        Code().Matches(Block().Replace(Text(page), "")).Select(code => Space().Replace(code.Groups[1].Value, " ").Trim());

    [GeneratedRegex("```sh\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex ShellBlock();

    [GeneratedRegex("```.*?```", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();

    [GeneratedRegex(@"\]\(([^)]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^(calibration|models|src|tests|tools)/[\w./-]+$")]
    private static partial Regex RepositoryPath();

    [GeneratedRegex("^#+ (.*)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NoAnchor();

    [GeneratedRegex(@"(?<![\w.])([A-Z]\w+)/")]
    private static partial Regex TreeFolder();

    [GeneratedRegex("^[A-Z_]+=")]
    private static partial Regex Assignment();
}
