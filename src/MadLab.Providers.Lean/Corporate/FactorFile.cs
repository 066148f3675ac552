using MadLab.Providers.Lean.Files;

namespace MadLab.Providers.Lean.Corporate;

/// <summary>What a share's prices are multiplied by to correct them for splits and dividends.</summary>
internal sealed class FactorFile
{
    /// <summary>Where factor files lie.</summary>
    public const string Folder = "equity/usa/factor_files";

    private readonly DateOnly[] _until;
    private readonly Factors[] _factors;

    private FactorFile(DateOnly begins, DateOnly[] until, Factors[] factors) =>
        (Begins, _until, _factors) = (begins, until, factors);

    /// <summary>The first day whose prices can be corrected.</summary>
    public DateOnly Begins { get; }

    /// <summary>Reads <c>yyyyMMdd,priceFactor,splitFactor[,referencePrice]</c>, oldest first.</summary>
    /// <remarks>A factor that Lean could not write exactly (0, <c>inf</c>, <c>1.6e+6</c>) is none: the days it stands for cannot be corrected.</remarks>
    public static FactorFile Parse(Stream stream, string file)
    {
        var begins = DateOnly.MinValue;
        var previous = DateOnly.MinValue;
        var until = new List<DateOnly>();
        var factors = new List<Factors>();
        using var lines = new LineReader(stream, file);
        while (lines.TryRead(out var line))
        {
            var fields = new CsvFields(line);
            if (!fields.TryNext(out var date) || !CsvNumbers.TryDay(date, out var day))
            {
                throw lines.Malformed("a date and two factors belong here");
            }

            if (previous >= day)
            {
                throw lines.Malformed("dates do not increase");
            }

            previous = day;
            var exact = line.IndexOf("inf"u8) < 0 && line.IndexOf("e+"u8) < 0;
            decimal price = 0;
            decimal split = 0;
            if (exact && !(fields.TryNextNumber(0, out price) && fields.TryNextNumber(0, out split)))
            {
                throw lines.Malformed("a date and two factors belong here");
            }

            if (price > 0 && split > 0)
            {
                until.Add(day);
                factors.Add(new Factors(price, split));
            }
            else
            {
                begins = day.AddDays(day < DateOnly.MaxValue ? 1 : 0);
            }
        }

        return until.Count > 0
            ? new FactorFile(begins, [.. until], [.. factors])
            : throw new MarketDataException(MarketErrorKind.Malformed, $"{file} has no factor.");
    }

    /// <summary>The factors of a day: those of the first row on or after it.</summary>
    public Factors On(DateOnly day)
    {
        var index = Array.BinarySearch(_until, day);
        index = index < 0 ? ~index : index;
        return index < _factors.Length ? _factors[index] : Factors.None;
    }
}
