using System.Reflection;

namespace MadLab.Client;

/// <summary>The version of this package.</summary>
internal static class MadLabVersion
{
    /// <summary>As built, less the commit behind the plus sign.</summary>
    public static string Current { get; } = Read();

    private static string Read()
    {
        var version = typeof(MadLabVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";
        var plus = version.IndexOf('+', StringComparison.Ordinal);
        return plus < 0 ? version : version[..plus];
    }
}
