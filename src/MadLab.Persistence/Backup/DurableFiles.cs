using System.Runtime.InteropServices;

namespace MadLab.Persistence.Backup;

/// <summary>Files that appear under their name whole or not at all, and stay there when the power fails.</summary>
internal static class DurableFiles
{
    /// <summary>Ends the names of files that are not whole yet.</summary>
    public const string PartialSuffix = ".partial";

    /// <summary>Makes an empty file beside another, readable by its owner alone: documents are nobody else's business.</summary>
    public static string CreatePartial(string file)
    {
        var partial = $"{file}.{Guid.NewGuid():N}{PartialSuffix}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        new FileStream(partial, options).Dispose();
        return partial;
    }

    /// <summary>Waits until the disk has a file's content.</summary>
    public static void Flush(string file)
    {
        using var handle = File.OpenHandle(file, FileMode.Open, FileAccess.ReadWrite);
        RandomAccess.FlushToDisk(handle);
    }

    /// <summary>Gives a partial file its name, in the place of an earlier file, and waits until the disk knows.</summary>
    public static void Publish(string partial, string file)
    {
        Flush(partial);
        File.Move(partial, file, overwrite: true);
        FlushFolderOf(file);
    }

    /// <summary>Waits until the disk has the names in a file's folder; a rename is on it only then.</summary>
    public static void FlushFolderOf(string file)
    {
        // Windows writes names through, and has no call for it.
        if (OperatingSystem.IsWindows() || Path.GetDirectoryName(Path.GetFullPath(file)) is not { } folder)
        {
            return;
        }

        var descriptor = Open(folder, 0);
        if (descriptor < 0)
        {
            throw new IOException($"The folder '{folder}' cannot be opened: error {Marshal.GetLastPInvokeError()}.");
        }

        // Some file systems have no such call for folders (EINVAL): they need none.
        _ = Synchronize(descriptor);
        _ = Close(descriptor);
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Synchronize(int descriptor);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int descriptor);
}
