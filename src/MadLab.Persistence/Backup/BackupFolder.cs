using System.Globalization;

namespace MadLab.Persistence.Backup;

/// <summary>The scheduled backups of one folder, told by their names: others' files are never touched.</summary>
internal sealed class BackupFolder(string path, string extension)
{
    private const string Prefix = "madlab-";
    private const string TimeFormat = "yyyyMMdd'T'HHmmss'Z'";

    /// <summary>How old a file that is not whole must be to be what a killed process left, and not another's work.</summary>
    private static readonly TimeSpan PartialAge = TimeSpan.FromDays(1);

    public string FileOf(DateTimeOffset time) => Path.Combine(path, Prefix + time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture) + extension);

    /// <summary>When the newest backup was made; null where there is none. One from the future, by a clock that was wrong, does not count.</summary>
    public DateTimeOffset? Newest(DateTimeOffset now) =>
        Directory.Exists(path) && All().Select(f => f.Time).Where(time => time <= now).ToList() is { Count: > 0 } times ? times.Max() : null;

    /// <summary>Deletes all but the newest; the one just made is kept whatever its name says, for a clock can go back.</summary>
    /// <param name="keep">How many remain, the one just made included.</param>
    /// <param name="made">The one just made.</param>
    /// <param name="now">The time.</param>
    public void Prune(int keep, string made, DateTimeOffset now)
    {
        foreach (var (file, _) in All().Where(f => f.File != made).OrderByDescending(f => f.Time).Skip(keep - 1))
        {
            File.Delete(file);
        }

        foreach (var partial in Directory.EnumerateFiles(path, $"{Prefix}*{DurableFiles.PartialSuffix}"))
        {
            if (now - File.GetLastWriteTimeUtc(partial) > PartialAge)
            {
                File.Delete(partial);
            }
        }
    }

    private IEnumerable<(string File, DateTimeOffset Time)> All()
    {
        foreach (var file in Directory.EnumerateFiles(path, $"{Prefix}*{extension}"))
        {
            var name = Path.GetFileName(file.AsSpan())[Prefix.Length..];
            if (name.Length > extension.Length
                && DateTimeOffset.TryParseExact(name[..^extension.Length], TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
            {
                yield return (file, time);
            }
        }
    }
}
