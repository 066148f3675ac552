using System.Collections.Concurrent;

namespace MadLab.Providers.Lean.Files;

/// <summary>The data folder. Files are found by listing directories, never by making a path from what a caller sent.</summary>
internal sealed class DataFolder
{
    private readonly ConcurrentDictionary<string, DirectoryIndex> _directories = new(StringComparer.Ordinal);
    private readonly string _root;

    public DataFolder(string root)
    {
        var full = Path.GetFullPath(root);
        _root = Path.EndsInDirectorySeparator(full) ? full : full + Path.DirectorySeparatorChar;
    }

    /// <summary>Told the full path of every file just before it is opened; for tests.</summary>
    internal Action<string>? Opening { get; set; }

    /// <summary>The names of the files in a directory.</summary>
    /// <param name="directory">Relative to the folder, with <c>/</c>. The index of each one asked for is kept, so it may come from the folder's contents, never from a caller.</param>
    /// <exception cref="MarketDataException">The directory cannot be read.</exception>
    public IReadOnlySet<string> Names(string directory)
    {
        try
        {
            return _directories.GetOrAdd(directory, static (key, folder) => new DirectoryIndex(folder.FullPath(key)), this).Names;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(directory, e);
        }
    }

    /// <summary>Whether a directory holds a file of this name.</summary>
    public bool Contains(string directory, string name) => Names(directory).Contains(name);

    /// <summary>The version of a file; null when there is none.</summary>
    public FileStamp? Stamp(string file)
    {
        var info = new FileInfo(FullPath(file));
        return info.Exists ? new FileStamp(info.Length, info.LastWriteTimeUtc) : null;
    }

    /// <summary>Opens a file, has it read, and turns what goes wrong into an error that names the file.</summary>
    /// <param name="file">Relative to the folder, with <c>/</c>; its name is one that <see cref="Names"/> gave.</param>
    /// <param name="read">Reads the file from its start.</param>
    /// <exception cref="MarketDataException">The file is missing, unreadable or broken.</exception>
    public T Read<T>(string file, Func<Stream, T> read)
    {
        try
        {
            using var stream = Open(file);
            return read(stream);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or NotSupportedException)
        {
            throw new MarketDataException(MarketErrorKind.Malformed, $"{file} is broken: it cannot be unpacked.", e);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new MarketDataException(MarketErrorKind.NoData, $"{file} is not in the data folder.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(file, e);
        }
    }

    private static MarketDataException Unreadable(string file, Exception cause) =>
        new(MarketErrorKind.Unavailable, $"{file} cannot be read.", cause);

    private FileStream Open(string file)
    {
        var path = FullPath(file);
        Opening?.Invoke(path);
        return new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.Open,
            Access = FileAccess.Read,
            Share = FileShare.ReadWrite | FileShare.Delete,
            BufferSize = 16 * 1024,
        });
    }

    private string FullPath(string relative)
    {
        var path = Path.GetFullPath(Path.Combine(_root, relative));

        // Names come from listings; this is the second lock on the same door.
        return path.StartsWith(_root, StringComparison.Ordinal)
            ? path
            : throw new InvalidOperationException("A path led outside the data folder.");
    }
}
