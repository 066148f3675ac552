using MadLab;
using MadLab.Providers;

namespace MyMarketData;

/// <summary>Daily bars from a folder with a file an instrument: <c>day open high low close volume</c> on each line of <c>ACME.txt</c>. Put your format in place of it.</summary>
public sealed class VendorProvider : IPriceProvider
{
    private readonly string _folder;

    /// <summary>Creates the provider.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="ArgumentException">There is no such folder.</exception>
    public VendorProvider(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new ArgumentException($"'{folder}' is no folder.", nameof(folder));
        }

        _folder = folder;
    }

    /// <inheritdoc/>
    public ProviderDescriptor Descriptor { get; } = new() { Feed = "my-market-data", Currency = "USD", IsHistorical = true };

    /// <inheritdoc/>
    public async Task<PriceSeries> GetPricesAsync(PriceRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);

        // By listing: a symbol such as A/../B must not lead out of the folder.
        var file = Directory.EnumerateFiles(_folder, "*.txt").FirstOrDefault(f => Path.GetFileNameWithoutExtension(f) == request.Symbol.Value)
            ?? throw MarketDataException.SymbolUnknown(request.Symbol);
        var lines = await File.ReadAllLinesAsync(file, cancellationToken).ConfigureAwait(false);
        var cut = BarSeries.Cut([.. lines.Where(static l => l.Length > 0).Select((line, i) => Read(Path.GetFileName(file), i + 1, line))], request);
        return new PriceSeries { Symbol = request.Symbol, Interval = BarInterval.OneDay, Adjustment = PriceAdjustment.Raw, Bars = cut, AsOf = cut[^1].Time };
    }

    private static Bar Read(string file, int number, string line)
    {
        var fields = line.Split(' ');
        if (fields.Length != 6)
        {
            // Named with its line, and without the folder: messages reach clients.
            throw new MarketDataException(MarketErrorKind.Malformed, $"{file}, line {number}: six fields are needed.");
        }

        return new Bar
        {
            Time = new DateTimeOffset(JsonFields.ParseDay(fields[0], "day"), default, TimeSpan.Zero),
            Open = JsonFields.ParseNumber(fields[1], "open"),
            High = JsonFields.ParseNumber(fields[2], "high"),
            Low = JsonFields.ParseNumber(fields[3], "low"),
            Close = JsonFields.ParseNumber(fields[4], "close"),
            Volume = JsonFields.ParseNumber(fields[5], "volume"),
        };
    }
}
