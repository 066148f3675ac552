using System.IO.Compression;

namespace MadLab.Providers.Lean.Files;

/// <summary>Opens what is inside zip files.</summary>
internal static class ZipFiles
{
    /// <summary>Reads the one CSV of a zip as a stream.</summary>
    /// <exception cref="MarketDataException">The zip holds no CSV.</exception>
    /// <exception cref="InvalidDataException">The file is not a zip.</exception>
    public static T ReadCsv<T>(Stream stream, string file, Func<LineReader, T> read)
    {
        using var archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
        foreach (var entry in archive.Entries)
        {
            if (IsCsv(entry))
            {
                using var content = entry.Open();
                using var lines = new LineReader(content, file);
                return read(lines);
            }
        }

        throw new MarketDataException(MarketErrorKind.Malformed, $"{file} holds no CSV file.");
    }

    /// <summary>Whether an entry is a CSV file.</summary>
    public static bool IsCsv(ZipArchiveEntry entry) => entry.FullName.EndsWith(".csv", StringComparison.OrdinalIgnoreCase);
}
