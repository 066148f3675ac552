using System.Xml.Linq;
using MadLab.Packaging.Tests.Support;

namespace MadLab.Packaging.Tests.Packing;

/// <summary>The versions in <c>Directory.Packages.props</c>.</summary>
internal static class PinnedVersions
{
    private static readonly Dictionary<string, string> All =
        XDocument.Load(Repository.PathOf("Directory.Packages.props")).Descendants("PackageVersion")
            .ToDictionary(e => e.Attribute("Include")!.Value, e => e.Attribute("Version")!.Value, StringComparer.Ordinal);

    public static string Of(string package) =>
        All.TryGetValue(package, out var version) ? version : throw new InvalidOperationException($"{package} is not in Directory.Packages.props.");
}
