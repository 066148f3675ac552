using System.IO.Compression;
using System.Text;

namespace MadLab.TestSupport;

/// <summary>The files of a folder before they are written to disk, by path relative to it.</summary>
internal sealed class LeanFolderFiles : Dictionary<string, byte[]>
{
    public void AddZip(string file, string csv) => Add(file, Zip(file, csv));

    public void AddZip(string file, IEnumerable<(string Name, string Text)> entries) => Add(file, Zip(entries));

    public void AddText(string file, string text) => Add(file, Encoding.UTF8.GetBytes(text));

    /// <summary>A zip with one CSV, named like it.</summary>
    public static byte[] Zip(string file, string csv) => Zip([(Path.ChangeExtension(Path.GetFileName(file), ".csv"), csv)]);

    /// <summary>A zip of these entries.</summary>
    public static byte[] Zip(IEnumerable<(string Name, string Text)> entries)
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in entries)
            {
                using var content = archive.CreateEntry(name, CompressionLevel.Fastest).Open();
                content.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return bytes.ToArray();
    }
}
