using System.IO.Compression;
using System.Security.Cryptography;
using System.Xml.Linq;

namespace MadLab.Packaging.Tests.Packing;

/// <summary>A package as it is on disk.</summary>
internal sealed class PackageFile : IDisposable
{
    private readonly ZipArchive _archive;
    private readonly XElement _metadata;

    public PackageFile(string path)
    {
        _archive = ZipFile.OpenRead(path);
        using var nuspec = _archive.Entries.Single(e => e.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        _metadata = XDocument.Load(nuspec).Root!.Elements().Single(e => e.Name.LocalName == "metadata");
    }

    /// <summary>The names of all files.</summary>
    public IEnumerable<string> Files => _archive.Entries.Select(e => e.FullName);

    /// <summary>What it depends on, with the lowest version accepted.</summary>
    public IReadOnlyDictionary<string, string> Dependencies =>
        Find("dependency").ToDictionary(d => d.Attribute("id")!.Value, d => d.Attribute("version")!.Value, StringComparer.Ordinal);

    public IEnumerable<string> FrameworkReferences => Find("frameworkReference").Select(e => e.Attribute("name")!.Value);

    /// <summary>The text of an element of the nuspec; null without it.</summary>
    public string? Metadata(string name) => Find(name).SingleOrDefault()?.Value;

    /// <summary>An attribute of an element of the nuspec; null without it.</summary>
    public string? Metadata(string name, string attribute) => Find(name).SingleOrDefault()?.Attribute(attribute)?.Value;

    public byte[] Read(string file)
    {
        using var content = (_archive.GetEntry(file) ?? throw new InvalidOperationException($"There is no {file} in the package.")).Open();
        using var bytes = new MemoryStream();
        content.CopyTo(bytes);
        return bytes.ToArray();
    }

    public string Hash(string file) => Convert.ToHexStringLower(SHA256.HashData(Read(file)));

    public void Dispose() => _archive.Dispose();

    private IEnumerable<XElement> Find(string name) => _metadata.Descendants().Where(e => e.Name.LocalName == name);
}
