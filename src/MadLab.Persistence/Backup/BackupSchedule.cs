using System.Text.RegularExpressions;
using MadLab.Persistence.Database;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MadLab.Persistence.Backup;

/// <summary>Backs the database up again and again, where the options ask for it.</summary>
internal sealed partial class BackupSchedule(
    IMadLabBackup backup,
    DatabaseEngine engine,
    BackupRecord record,
    IOptions<MadLabBackupOptions> options,
    TimeProvider time,
    ILogger<BackupSchedule> logger,
    IHostEnvironment? environment = null) : BackgroundService
{
    /// <summary>How soon a failed backup is tried again, where the schedule is slower.</summary>
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMinutes(5);

    private string? _told;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value is not { Every: { } every, Folder: { } folder })
        {
            return;
        }

        var path = Path.GetFullPath(folder, environment?.ContentRootPath ?? Environment.CurrentDirectory);
        var files = new BackupFolder(path, engine.Backup?.Extension ?? string.Empty);
        var newest = Newest(files);
        record.Scheduled(newest);
        var wait = newest is { } at ? at + every - time.GetUtcNow() : TimeSpan.Zero;
        while (true)
        {
            await Task.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, time, stoppingToken).ConfigureAwait(false);
            wait = await TryAsync(path, files, stoppingToken).ConfigureAwait(false) || every < RetryAfter ? every : RetryAfter;
        }
    }

    private DateTimeOffset? Newest(BackupFolder files)
    {
        try
        {
            return files.Newest(time.GetUtcNow());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The backup that follows at once says what is wrong with the folder.
            return null;
        }
    }

    private async Task<bool> TryAsync(string path, BackupFolder files, CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(path);
            var made = await backup.BackupAsync(files.FileOf(time.GetUtcNow()), cancellationToken).ConfigureAwait(false);
            logger.BackedUp(Path.GetFileName(made.File), made.Bytes);
            Prune(files, made.File);
            return true;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever it is: a backup that fails must not take the host down with it.
            Failed(e);
            return false;
        }
    }

    private void Prune(BackupFolder files, string made)
    {
        try
        {
            files.Prune(options.Value.Keep, made, time.GetUtcNow());
            _told = null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The backup stands, so the schedule goes on; tried again at once it would only fill the disk.
            Failed(e);
        }
    }

    private void Failed(Exception failure)
    {
        record.Failed();

        // Once for each reason, for the attempt is repeated; the files it names are others each time.
        var reason = Quoted().Replace(failure.Message, string.Empty);
        if (_told != reason)
        {
            _told = reason;
            logger.BackupFailed(failure.Message, failure);
        }
    }

    [GeneratedRegex("'[^']*'")]
    private static partial Regex Quoted();
}
