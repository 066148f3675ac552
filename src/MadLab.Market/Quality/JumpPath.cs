namespace MadLab.Market.Quality;

/// <summary>The logarithms of a series' positive closes and ranges.</summary>
internal sealed class JumpPath
{
    private JumpPath(int[] index, double[] logs, (double Low, double High)[] ranges, double[] returns) =>
        (Index, Logs, Ranges, Returns) = (index, logs, ranges, returns);

    /// <summary>Which bar of the series each one is.</summary>
    public int[] Index { get; }

    /// <summary>The logarithm of each close.</summary>
    public double[] Logs { get; }

    /// <summary>The logarithms of each bar's low and high; of the close where they are not positive.</summary>
    public (double Low, double High)[] Ranges { get; }

    /// <summary>From each close to the next.</summary>
    public double[] Returns { get; }

    public static JumpPath Of(ReadOnlySpan<Bar> bars)
    {
        var index = new int[bars.Length];
        var logs = new double[bars.Length];
        var ranges = new (double, double)[bars.Length];
        var count = 0;
        for (var i = 0; i < bars.Length; i++)
        {
            ref readonly var bar = ref bars[i];
            if (bar.Close <= 0)
            {
                continue;
            }

            var close = Math.Log((double)bar.Close);
            index[count] = i;
            logs[count] = close;
            ranges[count++] = (bar.Low > 0 ? Math.Log((double)bar.Low) : close, bar.High > 0 ? Math.Log((double)bar.High) : close);
        }

        var returns = new double[Math.Max(0, count - 1)];
        for (var i = 0; i < returns.Length; i++)
        {
            returns[i] = logs[i + 1] - logs[i];
        }

        return new JumpPath(index[..count], logs[..count], ranges[..count], returns);
    }

    /// <summary>The price of a logarithm, to seven digits; null where it has no decimal.</summary>
    public static decimal? PriceOf(double log)
    {
        var price = Math.Exp(log);
        return price is > 1e-20 and < 1e25 ? (decimal)(float)price : null;
    }
}
