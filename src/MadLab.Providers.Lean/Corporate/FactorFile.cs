using MadLab.Providers.Lean.Files;

namespace MadLab.Providers.Lean.Corporate;

/// <summary>What a share's prices are multiplied by to correct them for splits and dividends.</summary>
internal sealed class FactorFile
{
    /// <summary>Where factor files lie.</summary>
    public const string Folder = "equity/usa/factor_files";

    private readonly DateOnly[] _until;
    private readonly Factors[] _factors;

    private FactorFile(DateOnly[] until, Factors[] factors) => (_until, _factors) = (until, factors);

    /// <summary>Reads <c>yyyyMMdd,priceFactor,splitFactor[,referencePrice]</c>, oldest first.</summary>
    public static FactorFile Parse(Stream stream, string file)
    {
        var until = new List<DateOnly>();
        var factors = new List<Factors>();
        using var lines = new LineReader(stream, file);
        while (lines.TryRead(out var line))
        {
            var fields = new CsvFields(line);
            if (!fields.TryNext(out var date) || !CsvNumbers.TryDay(date, out var day)
                || !fields.TryNextNumber(0, out var price) || !fields.TryNextNumber(0, out var split)
                || price <= 0 || split <= 0)
            {
                throw lines.Malformed("a date and two factors above 0 belong here");
            }

            if (until.Count > 0 && until[^1] >= day)
            {
                throw lines.Malformed("dates do not increase");
            }

            until.Add(day);
            factors.Add(new Factors(price, split));
        }

        return until.Count > 0 ? new FactorFile([.. until], [.. factors]) : throw lines.Empty();
    }

    /// <summary>The factors of a day: those of the first row on or after it.</summary>
    public Factors On(DateOnly day)
    {
        var index = Array.BinarySearch(_until, day);
        index = index < 0 ? ~index : index;
        return index < _factors.Length ? _factors[index] : Factors.None;
    }
}
