using System.Text.RegularExpressions;

namespace RobotVision.Tools.Tests.Options;

/// <summary>The README's commands are commands, and its links lead somewhere.</summary>
public partial class ReadmeTests
{
    internal static string Root { get; } = FindRoot();

    static string Text { get; } = File.ReadAllText(Path.Combine(Root, "README.md"));

    static IEnumerable<string> ShellLines => ShellBlock().Matches(Text)
        .SelectMany(block => block.Groups[1].Value.Split('\n'))
        .Select(line => line.Split(" #")[0].Trim())
        .Where(line => line.Length > 0);

    static IEnumerable<string> Links =>
        Link().Matches(Text).Select(link => link.Groups[1].Value).Where(link => !link.Contains("://", StringComparison.Ordinal));

    [Test]
    public void FirstCommands_AreDemoAndTest() => Assert.That(ShellLines.Take(2), Is.EqualTo(new[] { "tools/demo.sh", "tools/test.sh" }));

    [TestCaseSource(nameof(ShellLines))]
    public void Command_OfTheReadme_IsUnderstood(string line)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.That(File.Exists(Path.Combine(Root, words[0])), Is.True, $"{words[0]} is not there");
        if (words[0] == "tools/robotvision") Assert.That(Commands.Create().Parse(words[1..]).Errors, Is.Empty);
    }

    [TestCaseSource(nameof(Links))]
    public void Link_OfTheReadme_LeadsSomewhere(string link) => Assert.That(Path.Exists(Path.Combine(Root, link)), Is.True, link);

    static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "RobotVision.sln"))) return folder.FullName;
        throw new DirectoryNotFoundException($"RobotVision.sln: not found in {AppContext.BaseDirectory} or above it.");
    }

    [GeneratedRegex("```sh\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex ShellBlock();

    [GeneratedRegex(@"\]\(([^)]+)\)")]
    private static partial Regex Link();
}
