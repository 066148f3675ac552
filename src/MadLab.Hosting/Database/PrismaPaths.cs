namespace MadLab.Hosting.Database;

/// <summary>Finds the files that a Prisma URL names.</summary>
internal static class PrismaPaths
{
    /// <summary>A file's full path. A relative one counts from the content root, or from the folder <c>prisma</c> in it where it is only there.</summary>
    /// <param name="file">The file as the URL has it.</param>
    /// <param name="contentRoot">Where a relative path counts from.</param>
    /// <param name="name">What a warning calls the setting.</param>
    /// <param name="warnings">Gets a warning when another file than the one written is used.</param>
    public static string Resolve(string file, string contentRoot, string name, ICollection<string> warnings)
    {
        var path = Path.GetFullPath(file, contentRoot);
        if (Path.IsPathRooted(file) || File.Exists(path))
        {
            return path;
        }

        // Prisma counts from the folder of schema.prisma: a file made by it, or put there for it, lies there.
        var beside = Path.GetFullPath(file, Path.Combine(contentRoot, "prisma"));
        if (!File.Exists(beside))
        {
            return path;
        }

        warnings.Add($"{name} names {path}, which does not exist; {beside} is used instead.");
        return beside;
    }
}
