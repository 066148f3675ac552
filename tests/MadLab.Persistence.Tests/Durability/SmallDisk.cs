using System.Diagnostics;
using MadLab.Persistence.Tests.Support;

namespace MadLab.Persistence.Tests.Durability;

/// <summary>A file system of a megabyte or two, mounted for one test; only root can.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly TempFolder _folder = new();
    private bool _mounted;

    private SmallDisk()
    {
    }

    public string Path => _folder.Path;

    public static bool IsPossible => OperatingSystem.IsLinux() && Environment.UserName == "root";

    public static SmallDisk Mount(string size)
    {
        var disk = new SmallDisk();
        Run("mount", "-t", "tmpfs", "-o", $"size={size}", "madlab-test", disk.Path);
        disk._mounted = true;
        return disk;
    }

    /// <summary>Shows a folder of another disk here, to be written or not as the mount is told.</summary>
    public static SmallDisk Show(string folder)
    {
        var disk = new SmallDisk();
        Run("mount", "--bind", folder, disk.Path);
        disk._mounted = true;
        return disk;
    }

    public void SetReadOnly(bool isReadOnly) => Run("mount", "-o", $"remount,bind,{(isReadOnly ? "ro" : "rw")}", Path);

    public string File(string name = "store.db") => System.IO.Path.Combine(Path, name);

    public void Dispose()
    {
        if (_mounted)
        {
            // Lazily: a file that a failed test has left open must not keep the mount for ever.
            Run("umount", "-l", Path);
        }

        _folder.Dispose();
    }

    private static void Run(string program, params string[] args)
    {
        using var process = Process.Start(new ProcessStartInfo(program, args) { RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} {string.Join(' ', args)} failed: {error}");
        }
    }
}
