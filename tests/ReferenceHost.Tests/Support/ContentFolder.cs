namespace ReferenceHost.Tests.Support;

/// <summary>A folder of its own for one host, or for several one after the other; gone when disposed.</summary>
public sealed class ContentFolder : IDisposable
{
    public ContentFolder() => Path = Directory.CreateTempSubdirectory("madlab-host-").FullName;

    public string Path { get; }

    /// <summary>The full path of something in the folder.</summary>
    public string Of(string relative) => System.IO.Path.Combine(Path, relative);

    /// <summary>Writes a file, such as <c>appsettings.json</c>; its folder is made.</summary>
    public ContentFolder Write(string relative, string text)
    {
        var file = Of(relative);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        return this;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
