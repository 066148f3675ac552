namespace MadLab.Workbench.Tests.Support;

/// <summary>Where pictures and measurements are kept.</summary>
internal static class Artifacts
{
    public static string Root { get; } = FindRoot();

    public static string Folder { get; } = Directory.CreateDirectory(Path.Combine(Root, "artifacts", "workbench")).FullName;

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "MadLab.Lib.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests run outside of the repository.");
        }

        return folder.FullName;
    }
}
