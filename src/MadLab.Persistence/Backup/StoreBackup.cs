using System.Data.Common;
using MadLab.Persistence.Database;

namespace MadLab.Persistence.Backup;

/// <summary>Runs the engine's copy into a file beside the target and gives it the target's name once it is whole.</summary>
internal sealed class StoreBackup(DatabaseEngine engine, BackupRecord record, TimeProvider time) : IMadLabBackup
{
    public async Task<BackupResult> BackupAsync(string file, CancellationToken cancellationToken = default)
    {
        var target = Rooted(file);
        var copies = Engine;
        copies.CheckTarget(target);
        if (Directory.Exists(target))
        {
            throw new BackupException($"'{target}' is a folder: a backup is one file.");
        }

        // What is acknowledged from here on may be in it; all before is.
        var begun = time.GetUtcNow();
        string? partial = null;
        try
        {
            partial = DurableFiles.CreatePartial(target);
            await copies.WriteAsync(partial, cancellationToken).ConfigureAwait(false);
            var bytes = new FileInfo(partial).Length;
            DurableFiles.Publish(partial, target);
            record.Succeeded(begun);
            return new BackupResult(target, bytes);
        }
        catch (Exception e) when (Explain(e, $"The backup '{target}' could not be written") is { } failure)
        {
            throw failure;
        }
        finally
        {
            if (partial is not null)
            {
                File.Delete(partial);
            }
        }
    }

    public async Task<string?> RestoreAsync(string file, bool force = false, CancellationToken cancellationToken = default)
    {
        var source = Rooted(file);
        var copies = Engine;
        if (!File.Exists(source))
        {
            throw new BackupException($"There is no backup '{source}'.");
        }

        try
        {
            return await copies.RestoreAsync(source, force, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (Explain(e, $"'{source}' could not be restored") is { } failure)
        {
            throw failure;
        }
    }

    private EngineBackup Engine => engine.Backup
        ?? throw new BackupException("This store is in a database of the host's own: back it up with the tools of that database.");

    private static string Rooted(string file)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(file);
        return file.Contains('\0', StringComparison.Ordinal)
            ? throw new BackupException("A file's name cannot hold a NUL.")
            : Path.GetFullPath(file);
    }

    private BackupException? Explain(Exception exception, string what) => exception switch
    {
        DbException database => new BackupException($"{what}: {engine.Describe(database) ?? "the database cannot be reached."}", exception),
        IOException or UnauthorizedAccessException => new BackupException($"{what}: {exception.Message}", exception),
        StoreException store => new BackupException($"{what}: {store.Message}", exception),
        _ => null,
    };
}
