using MadLab.Release;

// What release.sh asks of it: api ROOT VERSION; packages FOLDER ROOT VERSION [--no-source-link]; sbom FILE VERSION NAME ASSETS [LOCK].
try
{
    return args switch
    {
        ["api", var root, var version] => Report(ApiCheck.Run(Path.Combine(root, "tests", "api"), version)),
        ["packages", var folder, var root, var version, .. var rest] => Report(PackageCheck.Run(folder, root, version, wantsSourceLink: !rest.Contains("--no-source-link"))),
        ["sbom", var file, var version, var name, var assets, .. var locks] => Sbom.Write(file, name, version, assets, locks.FirstOrDefault()),
        _ => throw new ArgumentException("It is used as api ROOT VERSION, packages FOLDER ROOT VERSION [--no-source-link], or sbom FILE VERSION NAME ASSETS [LOCK]."),
    };
}
catch (Exception e) when (e is ArgumentException or IOException or FormatException or InvalidDataException)
{
    Console.Error.WriteLine("release: " + e.Message);
    return 2;
}

static int Report(Findings findings)
{
    foreach (var line in findings.Notes)
    {
        Console.WriteLine(line);
    }

    foreach (var fault in findings.Faults)
    {
        Console.Error.WriteLine("release: " + fault);
    }

    return findings.Faults.Count == 0 ? 0 : 1;
}
