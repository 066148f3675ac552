using System.Globalization;
using System.Text;

namespace MadLab.Providers.Csv;

/// <summary>A file with a line of names and lines of fields, parted by commas, semicolons or tabs, quoted as in RFC 4180 but for line breaks.</summary>
internal sealed class CsvTable
{
    private static readonly char[] Separators = [',', ';', '\t'];

    private readonly string[] _columns;

    private CsvTable(string name, string[] columns, IReadOnlyList<CsvRow> rows)
    {
        Name = name;
        _columns = columns;
        Rows = rows;
    }

    public string Name { get; }

    public IReadOnlyList<CsvRow> Rows { get; }

    /// <exception cref="MarketDataException">A line has another number of fields.</exception>
    public static CsvTable Read(string name, string[] lines)
    {
        var separator = lines.Length > 0 ? Separators.MaxBy(c => lines[0].Count(l => l == c)) : ',';
        var columns = lines.Length > 0 ? Split(lines[0].TrimStart('\uFEFF'), separator) : [];
        var rows = new List<CsvRow>(Math.Max(0, lines.Length - 1));
        for (var i = 1; i < lines.Length; i++)
        {
            if (lines[i].AsSpan().Trim().Length > 0)
            {
                var fields = Split(lines[i], separator);
                rows.Add(fields.Length == columns.Length
                    ? new CsvRow(name, i + 1, columns, fields)
                    : throw Bad(name, i + 1, $"{fields.Length} fields under {columns.Length} names"));
            }
        }

        return new CsvTable(name, columns, rows);
    }

    /// <summary>The place of a column that has to be there, by one of its names.</summary>
    public int Column(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (Find(name) is { } place)
            {
                return place;
            }
        }

        throw Bad(Name, 1, $"there is no column '{names[0]}'");
    }

    public int? Find(string name) => Array.FindIndex(_columns, c => c.Trim().Equals(name, StringComparison.OrdinalIgnoreCase)) is >= 0 and var place ? place : null;

    public MarketDataException Bad(string what) => new(MarketErrorKind.Malformed, $"{Name}: {what}.");

    public static MarketDataException Bad(string name, int line, string what) =>
        new(MarketErrorKind.Malformed, string.Create(CultureInfo.InvariantCulture, $"{name}, line {line}: {what}."));

    private static string[] Split(string line, char separator)
    {
        if (!line.Contains('"', StringComparison.Ordinal))
        {
            return line.Split(separator, StringSplitOptions.TrimEntries);
        }

        var fields = new List<string>();
        var field = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            var c = line[i];
            if (c == '"' && quoted && i + 1 < line.Length && line[i + 1] == '"')
            {
                field.Append('"');
                i++;
            }
            else if (c == '"')
            {
                quoted = !quoted;
            }
            else if (c == separator && !quoted)
            {
                fields.Add(field.ToString().Trim());
                field.Clear();
            }
            else
            {
                field.Append(c);
            }
        }

        fields.Add(field.ToString().Trim());
        return [.. fields];
    }
}

/// <summary>One line of a table.</summary>
internal readonly struct CsvRow(string file, int line, string[] columns, string[] fields)
{
    public string Text(int column) => fields[column];

    public string? TextOrNull(int? column) => column is { } place && fields[place].Length > 0 ? fields[place] : null;

    public bool IsEmpty(int column) => fields[column].Length == 0;

    public decimal Number(int column) =>
        decimal.TryParse(fields[column], NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : throw Bad(column, "is no number with a point");

    public DateOnly Day(int column, string[] formats)
    {
        // A daily file of some services has a time of day beside the date; the session is the date.
        var text = fields[column].AsSpan();
        var cut = text.IndexOfAny('T', ' ');
        return DateOnly.TryParseExact(cut < 0 ? text : text[..cut], formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : throw Bad(column, "is no day as yyyy-MM-dd");
    }

    public DateTimeOffset Moment(int column) =>
        DateTimeOffset.TryParse(fields[column], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment)
            ? moment
            : throw Bad(column, "is no moment as yyyy-MM-ddTHH:mm:ssZ");

    private MarketDataException Bad(int column, string what) => CsvTable.Bad(file, line, $"'{columns[column].Trim()}' {what}");
}
