using System.IO.Compression;
using System.Reflection.Metadata;
using System.Text;
using System.Xml.Linq;

namespace MadLab.Release;

/// <summary>Looks into the packages that a release would publish.</summary>
internal static class PackageCheck
{
    // The kind under which compilers keep the SourceLink document.
    private static readonly Guid SourceLink = new("CC110556-A091-4D38-9FEC-25AB9A351A6A");

    public static Findings Run(string folder, string root, string version, bool wantsSourceLink)
    {
        var findings = new Findings();
        var wanted = AllowedDependencies(Path.Combine(root, "eng", "dependencies.txt"));
        foreach (var package in wanted.Keys.Order(StringComparer.Ordinal))
        {
            var file = Path.Combine(folder, $"{package}.{version}.nupkg");
            if (!File.Exists(file))
            {
                findings.Faults.Add($"{package}: there is no {Path.GetFileName(file)}.");
                continue;
            }

            foreach (var fault in Faults(file, package, version, wanted[package], wantsSourceLink))
            {
                findings.Faults.Add($"{package}: {fault}");
            }
        }

        foreach (var other in Directory.EnumerateFiles(folder, "*.nupkg").Select(f => Path.GetFileName(f)[..^$".{version}.nupkg".Length]).Where(p => !wanted.ContainsKey(p)))
        {
            findings.Faults.Add($"{other}: eng/dependencies.txt does not name it.");
        }

        findings.Notes.Add($"Packages: {wanted.Count} looked into: readme, licence, repository, symbols, {(wantsSourceLink ? "SourceLink, " : "")}dependencies.");
        return findings;
    }

    private static IEnumerable<string> Faults(string file, string package, string version, HashSet<string> allowed, bool wantsSourceLink)
    {
        using var archive = ZipFile.OpenRead(file);
        var nuspec = XDocument.Parse(Read(archive, package + ".nuspec"));
        var metadata = nuspec.Root!.Elements().Single(static e => e.Name.LocalName == "metadata");
        string? Value(string name, string? attribute = null)
        {
            var element = metadata.Elements().FirstOrDefault(e => e.Name.LocalName == name);
            return attribute is null ? element?.Value : element?.Attribute(attribute)?.Value;
        }

        if (Value("version") != version)
        {
            yield return $"its version is {Value("version")}.";
        }

        if (Value("license") is null || Value("license", "type") != "expression")
        {
            yield return "it has no licence expression.";
        }

        if (Value("readme") is not { } readme || archive.GetEntry(readme) is not { Length: > 200 })
        {
            yield return "it has no readme.";
        }

        if (Value("description") is not { Length: > 40 })
        {
            yield return "it has no description.";
        }

        if (wantsSourceLink && (Value("repository", "commit") is not { Length: 40 } || Value("repository", "url") is not { Length: > 0 }))
        {
            yield return "it does not say which commit of which repository it is made from.";
        }

        var dependencies = metadata.Descendants().Where(static e => e.Name.LocalName == "dependency").Select(static e => e.Attribute("id")!.Value).Distinct().ToList();
        foreach (var extra in dependencies.Where(d => !allowed.Contains(d)))
        {
            yield return $"it depends on {extra}, which eng/dependencies.txt does not allow it.";
        }

        foreach (var missing in allowed.Where(a => !dependencies.Contains(a)))
        {
            yield return $"eng/dependencies.txt has it depend on {missing}, which it does not: take that line back.";
        }

        foreach (var fault in SymbolFaults(archive, Path.ChangeExtension(file, ".snupkg"), wantsSourceLink))
        {
            yield return fault;
        }
    }

    private static IEnumerable<string> SymbolFaults(ZipArchive archive, string symbolFile, bool wantsSourceLink)
    {
        var libraries = archive.Entries.Where(static e => e.FullName.StartsWith("lib/", StringComparison.Ordinal) && e.Name.EndsWith(".dll", StringComparison.Ordinal)).ToList();
        if (libraries.Count == 0)
        {
            yield break;
        }

        if (!File.Exists(symbolFile))
        {
            yield return "it has no symbols.";
            yield break;
        }

        using var symbols = ZipFile.OpenRead(symbolFile);
        foreach (var library in libraries)
        {
            if (symbols.GetEntry(Path.ChangeExtension(library.FullName, ".pdb")) is not { } entry)
            {
                yield return $"{library.Name} has no symbols.";
                continue;
            }

            if (wantsSourceLink && !HasSourceLink(entry))
            {
                yield return $"the symbols of {library.Name} have no SourceLink: build from a clone whose origin is on the web.";
            }
        }
    }

    private static bool HasSourceLink(ZipArchiveEntry entry)
    {
        using var bytes = new MemoryStream();
        using (var stream = entry.Open())
        {
            stream.CopyTo(bytes);
        }

        bytes.Position = 0;
        using var provider = MetadataReaderProvider.FromPortablePdbStream(bytes);
        var reader = provider.GetMetadataReader();
        return reader.CustomDebugInformation.Select(reader.GetCustomDebugInformation)
            .Any(i => reader.GetGuid(i.Kind) == SourceLink && Encoding.UTF8.GetString(reader.GetBlobBytes(i.Value)).Contains("https://", StringComparison.Ordinal));
    }

    // A line a package: its name, a colon, and what it may depend on.
    private static Dictionary<string, HashSet<string>> AllowedDependencies(string file) => File.ReadLines(file)
        .Where(static l => l.Length > 0 && l[0] != '#')
        .Select(static l => l.Split(':', 2))
        .ToDictionary(
            static p => p[0].Trim(),
            static p => p[1].Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal),
            StringComparer.Ordinal);

    private static string Read(ZipArchive archive, string name)
    {
        using var reader = new StreamReader((archive.GetEntry(name) ?? throw new InvalidDataException($"There is no {name} in the package.")).Open());
        return reader.ReadToEnd();
    }
}
