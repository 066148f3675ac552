using Xunit;

namespace MadLab.TestSupport;

/// <summary>Where the real Lean folder is: <c>MADLAB_LEAN_DATA</c>, else <c>../shared/data/lean</c> beside the repository.</summary>
public static class LeanData
{
    /// <summary>The folder; null when this machine has none.</summary>
    public static string? Folder { get; } = Find();

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("MADLAB_LEAN_DATA") is { Length: > 0 } named)
        {
            return Directory.Exists(named) ? Path.GetFullPath(named) : null;
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "MadLab.Lib.sln")))
            {
                var beside = Path.GetFullPath(Path.Combine(folder.FullName, "..", "shared", "data", "lean"));
                return Directory.Exists(beside) ? beside : null;
            }
        }

        return null;
    }
}

/// <summary>A test on the real Lean folder; skipped only where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LeanDataFactAttribute : FactAttribute
{
    public LeanDataFactAttribute()
    {
        if (LeanData.Folder is null)
        {
            Skip = "No Lean folder: set MADLAB_LEAN_DATA.";
        }
    }
}

/// <summary>A theory on the real Lean folder; skipped only where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LeanDataTheoryAttribute : TheoryAttribute
{
    public LeanDataTheoryAttribute()
    {
        if (LeanData.Folder is null)
        {
            Skip = "No Lean folder: set MADLAB_LEAN_DATA.";
        }
    }
}
