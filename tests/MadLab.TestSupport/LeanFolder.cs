using System.Text;

namespace MadLab.TestSupport;

/// <summary>
/// A small, generated data folder in QuantConnect/Lean format, in a temporary directory that goes with it. It has 300 sessions to
/// <see cref="NewestDay"/> of <c>ACME</c> (a 4:1 split, a dividend, minutes of the newest day, options), <c>BETA</c> (hours of the newest
/// five sessions), <c>GAMA</c> (neither factor nor map file), <c>NEWT</c> (a ticker that another company had before) and <c>OLDC</c>, that
/// company, which is traded under another name since; a crypto pair and a currency pair.
/// </summary>
public sealed class LeanFolder : IDisposable
{
    /// <summary>The newest session: Friday after Independence Day, full length, summer time.</summary>
    public static readonly DateOnly NewestDay = new(2024, 7, 5);

    /// <summary>A day without a session.</summary>
    public static readonly DateOnly Holiday = new(2024, 7, 4);

    /// <summary>A session that ends at 13:00 in New York.</summary>
    public static readonly DateOnly EarlyCloseDay = new(2024, 7, 3);

    /// <summary>The first day on which ACME is traded after its split.</summary>
    public static readonly DateOnly SplitDay = new(2024, 3, 11);

    /// <summary>How many new shares one old share became.</summary>
    public const int SplitRatio = 4;

    /// <summary>The first day on which ACME is traded without its dividend.</summary>
    public static readonly DateOnly DividendDay = new(2024, 6, 10);

    /// <summary>What prices before the dividend are multiplied by.</summary>
    public const decimal DividendFactor = 0.99m;

    /// <summary>The first day on which NEWT is the company that it is today.</summary>
    public static readonly DateOnly TickerChangeDay = new(2024, 5, 1);

    /// <summary>How many sessions shares have.</summary>
    public const int Sessions = 300;

    /// <summary>The implied volatility of every ACME option.</summary>
    public const double FlatVol = 0.25;

    /// <summary>The interest rate on <see cref="NewestDay"/>.</summary>
    public const double Rate = 0.055;

    /// <summary>The earlier day with ACME options, for which the year's file has quotes too.</summary>
    public static readonly DateOnly EarlierOptionDay = new(2024, 7, 2);

    /// <summary>The expiries of ACME's options on <see cref="NewestDay"/>.</summary>
    public static readonly IReadOnlyList<DateOnly> Expiries = [new(2024, 8, 16), new(2024, 9, 20)];

    private readonly DirectoryInfo _parent = Directory.CreateTempSubdirectory("madlab-lean-");

    /// <summary>Creates the folder.</summary>
    public LeanFolder()
    {
        Path = System.IO.Path.Combine(_parent.FullName, "lean");
        Directory.CreateDirectory(Path);
        foreach (var (file, bytes) in LeanFolderContents.Files)
        {
            WriteBytes(file, bytes);
        }
    }

    /// <summary>The folder's full path.</summary>
    public string Path { get; }

    /// <summary>The directory the folder lies in; nothing there is data.</summary>
    public string Parent => _parent.FullName;

    /// <summary>The sessions of shares, oldest first.</summary>
    public static IReadOnlyList<DateOnly> SessionDays => LeanFolderContents.SessionDays;

    /// <summary>Writes a zip with one CSV in it, in place of what was there.</summary>
    /// <param name="file">Relative to the folder, with <c>/</c>.</param>
    /// <param name="csv">The text of the CSV.</param>
    public void WriteZip(string file, string csv) =>
        WriteBytes(file, LeanFolderFiles.Zip(file, csv));

    /// <summary>Writes a zip, in place of what was there.</summary>
    public void WriteZip(string file, IEnumerable<(string Name, string Text)> entries) => WriteBytes(file, LeanFolderFiles.Zip(entries));

    /// <summary>Writes a text file, in place of what was there.</summary>
    public void WriteText(string file, string text) => WriteBytes(file, Encoding.UTF8.GetBytes(text));

    /// <summary>Writes a file of any contents, in place of what was there; for broken ones.</summary>
    public void WriteBytes(string file, byte[] bytes)
    {
        var path = FullPath(file);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
    }

    /// <summary>Removes a file or a directory.</summary>
    public void Delete(string file)
    {
        var path = FullPath(file);
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
        else
        {
            File.Delete(path);
        }
    }

    /// <summary>The full path of a file of the folder.</summary>
    public string FullPath(string file) => System.IO.Path.Combine(Path, file);

    /// <inheritdoc/>
    public void Dispose() => _parent.Delete(recursive: true);
}
