namespace MadLab.Providers.Lean.Files;

/// <summary>The names of the files in one directory, listed again whenever the directory changes.</summary>
internal sealed class DirectoryIndex(string path)
{
    private Listing? _listing;

    /// <summary>The names as they are on disk; none when there is no such directory.</summary>
    public IReadOnlySet<string> Names
    {
        get
        {
            // Read before the files are listed: what is added meanwhile changes it, and the next call lists again.
            var written = Directory.GetLastWriteTimeUtc(path);
            var listing = Volatile.Read(ref _listing);
            if (listing is null || listing.Written != written)
            {
                listing = new Listing(written, List());
                Volatile.Write(ref _listing, listing);
            }

            return listing.Names;
        }
    }

    private HashSet<string> List()
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        try
        {
            foreach (var file in Directory.EnumerateFiles(path))
            {
                names.Add(Path.GetFileName(file));
            }
        }
        catch (DirectoryNotFoundException)
        {
            // A folder need not hold every kind of data.
        }

        return names;
    }

    private sealed record Listing(DateTime Written, HashSet<string> Names);
}
