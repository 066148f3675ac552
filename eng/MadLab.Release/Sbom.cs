using System.Text.Encodings.Web;
using System.Text.Json;
using System.Xml.Linq;

namespace MadLab.Release;

/// <summary>A bill of materials in CycloneDX 1.5: every package that is in what users install, with its version, licence and hash.</summary>
internal static class Sbom
{
    /// <param name="file">Where to write it.</param>
    /// <param name="name">What it is of.</param>
    /// <param name="version">Its version.</param>
    /// <param name="assetsFile">The <c>project.assets.json</c> of its restore, or several separated by commas.</param>
    /// <param name="lockFile">The <c>package-lock.json</c> of the page in it; null where there is none.</param>
    public static int Write(string file, string name, string version, string assetsFile, string? lockFile)
    {
        var parts = assetsFile.Split(',').SelectMany(Packages).Concat(lockFile is null ? [] : PageParts(lockFile).AsEnumerable()).DistinctBy(static p => p.Purl).OrderBy(static p => p.Purl, StringComparer.Ordinal).ToList();
        using var stream = File.Create(file);
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        json.WriteString("bomFormat", "CycloneDX");
        json.WriteString("specVersion", "1.5");
        json.WriteNumber("version", 1);
        json.WriteStartObject("metadata");
        json.WriteStartObject("component");
        json.WriteString("type", "application");
        json.WriteString("name", name);
        json.WriteString("version", version);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartArray("components");
        foreach (var part in parts)
        {
            json.WriteStartObject();
            json.WriteString("type", "library");
            json.WriteString("bom-ref", part.Purl);
            json.WriteString("name", part.Name);
            json.WriteString("version", part.Version);
            json.WriteString("purl", part.Purl);
            if (part.Sha512 is { } hash)
            {
                json.WriteStartArray("hashes");
                json.WriteStartObject();
                json.WriteString("alg", "SHA-512");
                json.WriteString("content", Convert.ToHexStringLower(Convert.FromBase64String(hash)));
                json.WriteEndObject();
                json.WriteEndArray();
            }

            if (part.Licence is { } licence)
            {
                json.WriteStartArray("licenses");
                json.WriteStartObject();
                json.WriteString("expression", licence);
                json.WriteEndObject();
                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        Console.WriteLine($"SBOM: {parts.Count} packages in {Path.GetFileName(file)}.");
        return 0;
    }

    private static List<Part> Packages(string assetsFile)
    {
        using var assets = JsonDocument.Parse(File.ReadAllBytes(assetsFile));
        var folders = assets.RootElement.GetProperty("packageFolders").EnumerateObject().Select(static f => f.Name).ToList();
        List<Part> parts = [];
        foreach (var library in assets.RootElement.GetProperty("libraries").EnumerateObject().Where(static l => l.Value.GetProperty("type").GetString() == "package"))
        {
            var (name, version) = (library.Name.Split('/')[0], library.Name.Split('/')[1]);
            var nuspec = folders.Select(f => Path.Combine(f, library.Value.GetProperty("path").GetString()!, name.ToLowerInvariant() + ".nuspec")).FirstOrDefault(File.Exists);
            parts.Add(new Part(name, version, $"pkg:nuget/{name}@{version}", library.Value.GetProperty("sha512").GetString(), nuspec is null ? null : LicenceOf(nuspec)));
        }

        // What a self-contained archive has of the runtime itself is restored as downloads of the framework.
        foreach (var framework in assets.RootElement.GetProperty("project").GetProperty("frameworks").EnumerateObject())
        {
            if (framework.Value.TryGetProperty("downloadDependencies", out var downloads))
            {
                parts.AddRange(downloads.EnumerateArray().Select(static d => (Name: d.GetProperty("name").GetString()!, Version: d.GetProperty("version").GetString()!.Trim('[', ']').Split(',')[0].Trim()))
                    .Where(static d => d.Name.Contains(".Runtime.", StringComparison.Ordinal))
                    .Select(static d => new Part(d.Name, d.Version, $"pkg:nuget/{d.Name}@{d.Version}", null, "MIT")));
            }
        }

        return parts;
    }

    private static List<Part> PageParts(string lockFile)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(lockFile));
        List<Part> parts = [];
        foreach (var package in json.RootElement.GetProperty("packages").EnumerateObject().Where(static p => p.Name.StartsWith("node_modules/", StringComparison.Ordinal)))
        {
            var isDevelopers = package.Value.TryGetProperty("dev", out var dev) && dev.GetBoolean();
            if (!isDevelopers)
            {
                var name = package.Name[(package.Name.LastIndexOf("node_modules/", StringComparison.Ordinal) + "node_modules/".Length)..];
                var version = package.Value.GetProperty("version").GetString()!;
                parts.Add(new Part(
                    name,
                    version,
                    $"pkg:npm/{name.Replace("@", "%40", StringComparison.Ordinal)}@{version}",
                    package.Value.TryGetProperty("integrity", out var integrity) && integrity.GetString() is { } hash && hash.StartsWith("sha512-", StringComparison.Ordinal) ? hash["sha512-".Length..] : null,
                    package.Value.TryGetProperty("license", out var licence) ? licence.GetString() : null));
            }
        }

        return parts;
    }

    private static string? LicenceOf(string nuspec)
    {
        var licence = XDocument.Load(nuspec).Descendants().FirstOrDefault(static e => e.Name.LocalName == "license");
        return licence?.Attribute("type")?.Value == "expression" ? licence.Value : null;
    }

    private sealed record Part(string Name, string Version, string Purl, string? Sha512, string? Licence);
}
