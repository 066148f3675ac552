using System.Text.RegularExpressions;
using MadLab.Persistence.Database;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MadLab.Persistence.Backup;

/// <summary>Backs the database up again and again, where the options ask for it, or watches the folder into which something else does.</summary>
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

    /// <summary>How often the folder is looked at where others write to it.</summary>
    private static readonly TimeSpan WatchEvery = TimeSpan.FromMinutes(1);

    private string? _told;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.Folder is not { } folder || string.IsNullOrWhiteSpace(folder))
        {
            return;
        }

        var path = Path.GetFullPath(folder, environment?.ContentRootPath ?? Environment.CurrentDirectory);
        var files = new BackupFolder(path, engine.Backup?.Extension ?? string.Empty);
        if (options.Value.Every is not { } every)
        {
            await WatchAsync(files, stoppingToken).ConfigureAwait(false);
            return;
        }

        var newest = Newest(files);
        record.Found(newest);
        record.Scheduled();
        var wait = newest is { } at ? at + every - time.GetUtcNow() : TimeSpan.Zero;
        while (true)
        {
            await Task.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, time, stoppingToken).ConfigureAwait(false);
            wait = await TryAsync(path, files, stoppingToken).ConfigureAwait(false) || every < RetryAfter ? every : RetryAfter;
        }
    }

    private async Task WatchAsync(BackupFolder files, CancellationToken stoppingToken)
    {
        while (true)
        {
            record.Found(Newest(files));
            await Task.Delay(WatchEvery, time, stoppingToken).ConfigureAwait(false);
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
            // The backup that follows, ours or another's, says what is wrong with the folder; here it only grows old.
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
