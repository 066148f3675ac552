using System.Reflection;

namespace MadLab.Workbench.Assets;

/// <summary>The built page in the assembly; empty where it was built without Node.</summary>
internal sealed class WorkbenchAssets
{
    public const string IndexPath = "index.html";
    private const string Prefix = "page/";
    private static readonly string[] Encodings = [".br", ".gz"];

    private WorkbenchAssets(IReadOnlyList<Asset> all) => All = all;

    public static WorkbenchAssets Embedded { get; } = Read(typeof(WorkbenchAssets).Assembly);

    /// <summary>What a build without Node has.</summary>
    public static WorkbenchAssets None { get; } = new([]);

    public IReadOnlyList<Asset> All { get; }

    /// <summary>The page before it is filled in; null where there is none.</summary>
    public Asset? Index => All.FirstOrDefault(static a => a.Path == IndexPath);

    private static WorkbenchAssets Read(Assembly assembly)
    {
        var names = assembly.GetManifestResourceNames().Where(static n => n.StartsWith(Prefix, StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal);
        return new WorkbenchAssets([.. names
            .Where(static n => !Encodings.Contains(Path.GetExtension(n)))
            .Order(StringComparer.Ordinal)
            .Select(n => new Asset(
                n[Prefix.Length..],
                BytesOf(assembly, n),
                names.Contains(n + ".br") ? BytesOf(assembly, n + ".br") : null,
                names.Contains(n + ".gz") ? BytesOf(assembly, n + ".gz") : null))]);
    }

    private static Lazy<byte[]> BytesOf(Assembly assembly, string name) => new(() =>
    {
        using var stream = assembly.GetManifestResourceStream(name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    });
}
