using MadLab.Persistence;

namespace MadLab.Hosting.Verbs;

/// <summary>An export's file: written under another name until it is whole, and readable by its owner alone.</summary>
internal static class ExportFile
{
    public static async Task<long> WriteAsync(string path, Func<Stream, Task<long>> write)
    {
        var target = Path.GetFullPath(path);
        var partial = $"{target}.{Guid.NewGuid():N}.partial";
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            long documents;
            await using (var file = new FileStream(partial, options))
            {
                documents = await write(file);
                file.Flush(flushToDisk: true);
            }

            File.Move(partial, target, overwrite: true);
            return documents;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BackupException($"'{target}' cannot be written: {e.Message}", e);
        }
        finally
        {
            if (File.Exists(partial))
            {
                File.Delete(partial);
            }
        }
    }

    public static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BackupException($"'{path}' cannot be read: {e.Message}", e);
        }
    }
}
