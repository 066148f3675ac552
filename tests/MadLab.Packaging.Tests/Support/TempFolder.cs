namespace MadLab.Packaging.Tests.Support;

/// <summary>A folder outside the repository, gone with the test.</summary>
internal sealed class TempFolder : IDisposable
{
    /// <summary>Where it is, links resolved: a compiler's path map compares texts.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("madlab-packages-").FullName;

    /// <summary>The path of a file or folder in it, given by its parts.</summary>
    public string PathOf(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    /// <summary>Writes a text file, with the folders above it.</summary>
    public void Write(string file, string text)
    {
        var path = PathOf(file);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    /// <summary>Copies a file or a folder of the repository, without what builds leave behind.</summary>
    public void CopyFromRepository(string source, string target)
    {
        var from = Repository.PathOf(source.Split('/'));
        if (File.Exists(from))
        {
            File.Copy(from, PathOf(target));
            return;
        }

        var to = Directory.CreateDirectory(PathOf(target)).FullName;
        foreach (var file in Directory.EnumerateFiles(from))
        {
            File.Copy(file, System.IO.Path.Combine(to, System.IO.Path.GetFileName(file)));
        }

        foreach (var folder in Directory.EnumerateDirectories(from).Select(f => System.IO.Path.GetFileName(f)!).Where(name => name is not ("bin" or "obj" or "node_modules" or "dist")))
        {
            CopyFromRepository($"{source}/{folder}", System.IO.Path.Combine(target, folder));
        }
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
