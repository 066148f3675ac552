using System.Runtime.InteropServices;

namespace MadLab.Persistence.Sqlite.Engine;

/// <summary>Whose a file is, on Linux: what an administrator puts beside or in the place of a service's file has to stay the service's.</summary>
internal static class FileOwner
{
    private const int FromWorkingFolder = -100;
    private const uint UserAndGroup = 0x18;

    /// <summary>The user's and the group's number; null on other systems.</summary>
    public static (uint User, uint Group)? Of(string file)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        // The same on every processor, unlike the older call's.
        var status = new byte[256];
        return Status(FromWorkingFolder, file, 0, UserAndGroup, status) == 0
            ? (MemoryMarshal.Read<uint>(status.AsSpan(20)), MemoryMarshal.Read<uint>(status.AsSpan(24)))
            : throw new IOException($"The owner of '{file}' cannot be read: error {Marshal.GetLastPInvokeError()}.");
    }

    /// <summary>Gives a file the owner of another; false where this process may not.</summary>
    public static bool TryCopy(string from, string to) =>
        Of(from) is not { } owner || Of(to) == owner || TryGive(to, owner.User, owner.Group);

    internal static bool TryGive(string file, uint user, uint group) => ChangeOwner(file, user, group) == 0;

    [DllImport("libc", EntryPoint = "statx", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Status(int folder, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, [Out] byte[] status);

    [DllImport("libc", EntryPoint = "chown", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ChangeOwner([MarshalAs(UnmanagedType.LPUTF8Str)] string path, uint user, uint group);
}
