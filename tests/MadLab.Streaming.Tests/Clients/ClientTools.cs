namespace MadLab.Streaming.Tests.Clients;

/// <summary>The programs of other platforms on this machine, and what is missing where they are not.</summary>
internal static class ClientTools
{
    public static string? Curl { get; } = Find("curl");

    public static string? Node { get; } = Find("node");

    /// <summary>Where the scripts and their packages are.</summary>
    public static string Scripts { get; } = Path.Combine(Repository(), "tests", "MadLab.Streaming.Tests", "Clients", "node");

    /// <summary>Why the scripts cannot run; null when they can.</summary>
    public static string? NodeProblem { get; } =
        Node is null ? "Node is not installed; ./test.sh as root installs it."
        : !Directory.Exists(Path.Combine(Scripts, "node_modules")) ? $"The scripts' packages are not installed; ./test.sh does it, or npm ci in {Scripts}."
        : null;

    private static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "MadLab.Lib.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? AppContext.BaseDirectory;
    }
}
