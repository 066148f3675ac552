using System.Globalization;
using System.Text;

namespace MadLab.Benchmarks.Market.Load;

/// <summary>Numbers requests that must differ.</summary>
internal sealed class Counter
{
    private static readonly byte[] Place = Encoding.ASCII.GetBytes(MarketCase.Counter);

    private int _last;

    /// <summary>Where a request has its number; -1 where it has none.</summary>
    public static int PlaceIn(ReadOnlySpan<byte> request) => request.IndexOf(Place);

    /// <summary>Writes the next number.</summary>
    public void Next(Span<byte> request, int place) =>
        (++_last).TryFormat(request.Slice(place, Place.Length), out _, $"D{Place.Length}", CultureInfo.InvariantCulture);
}
