using System.Globalization;
using System.Text.Json;

namespace ReferenceHost.Tests.Contract.Support;

/// <summary>Figures recomputed from what came over the wire.</summary>
internal static class Series
{
    public static DateTimeOffset DateOf(JsonElement bar) =>
        DateTimeOffset.Parse(bar.GetProperty("date").GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    public static double CloseOf(JsonElement bar) => bar.GetProperty("close").GetDouble();

    /// <summary>Log returns, oldest first.</summary>
    public static double[] Returns(IReadOnlyList<JsonElement> bars) =>
        [.. bars.Zip(bars.Skip(1), (a, b) => Math.Log(CloseOf(b) / CloseOf(a)))];

    /// <summary>The deviation (n-1) of the newest returns, a year having 252 days.</summary>
    public static double Volatility(IReadOnlyList<JsonElement> bars, int days)
    {
        var returns = Returns(bars).TakeLast(days).ToArray();
        var mean = returns.Average();
        return Math.Sqrt(returns.Sum(r => (r - mean) * (r - mean)) / (returns.Length - 1) * 252);
    }

    /// <summary>The correlation of two series of the same days.</summary>
    public static double Correlation(double[] x, double[] y)
    {
        var (mx, my) = (x.Average(), y.Average());
        var covariance = x.Zip(y).Sum(p => (p.First - mx) * (p.Second - my));
        return covariance / Math.Sqrt(x.Sum(v => (v - mx) * (v - mx)) * y.Sum(v => (v - my) * (v - my)));
    }
}
