using System.Globalization;
using System.Security.Cryptography;
using RobotVision.Fuzzing;
using SharpFuzz;

// Called by fuzz.sh, which builds and instruments first.
//   instrument FILE.dll ...           counts branches in assemblies, in place
//   run CORPUS SECONDS [TARGET ...]   tries inputs on targets, so many seconds each; keeps what takes new branches in CORPUS/TARGET, findings in CORPUS/found
if (args is ["instrument", .. var assemblies])
{
    foreach (var assembly in assemblies) _ = Fuzzer.Instrument(assembly, _ => true, Options.Value);
    return 0;
}

if (args is not ["run", var folder, var seconds, .. var names])
{
    await Console.Error.WriteLineAsync("usage: fuzz.sh SECONDS-A-TARGET [TARGET ...]");
    return 2;
}

using var targets = new FuzzTargets();
var unknown = names.Except(targets.All.Select(target => target.Name)).ToArray();
if (unknown.Length > 0)
{
    var known = string.Join(", ", targets.All.Select(target => target.Name));
    await Console.Error.WriteLineAsync($"Target: expected some of {known}, found {string.Join(", ", unknown)}.");
    return 2;
}

var (all, found) = (0L, 0);
Console.WriteLine($"{"target",-16}{"inputs",14}{"a second",10}{"read",8}{"branches",10}{"corpus",8}{"findings",10}");
foreach (var target in targets.All.Where(target => names.Length == 0 || names.Contains(target.Name)))
{
    var place = Directory.CreateDirectory(Path.Combine(folder, target.Name)).FullName;
    var before = Directory.GetFiles(place).Order(StringComparer.Ordinal).Select(File.ReadAllBytes).ToArray();
    var time = TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture));
    var last = Path.Combine(Directory.CreateDirectory(Path.Combine(folder, "found")).FullName, $"{target.Name}.last");
    var result = FuzzRun.Run(target, long.MaxValue, time, Environment.TickCount, before, input => File.WriteAllBytes(last, input));
    File.Delete(last); // it stays where an input ends the process
    foreach (var input in result.Corpus) await File.WriteAllBytesAsync(Path.Combine(place, Name(input)), input);
    foreach (var finding in result.Findings)
    {
        await File.WriteAllBytesAsync(Path.Combine(folder, "found", $"{target.Name}-{Name(finding.Input)}"), finding.Input);
        await Console.Error.WriteLineAsync($"{target.Name}: {finding.Problem} ({Name(finding.Input)})\n{finding.Details}");
    }

    all += result.Inputs;
    found += result.Findings.Count;
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{target.Name,-16}{result.Inputs,14}{result.Inputs / time.TotalSeconds,10:F0}{(double)result.Read / result.Inputs,8:P0}"
        + $"{result.Branches,10}{result.Corpus.Count,8}{result.Findings.Count,10}"));
}

Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"all",-16}{all,14}{"",36}{found,10}"));
return found == 0 ? 0 : 1;

static string Name(byte[] input) => Convert.ToHexStringLower(SHA256.HashData(input))[..16];
