using System.Reflection;

namespace MadLab.Hosting.Startup;

/// <summary>The version of this package.</summary>
internal static class HostVersion
{
    /// <summary>Such as <c>0.1.0</c>: without the commit that a build appends.</summary>
    public static string Text { get; } =
        typeof(HostVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0.0.0";
}
