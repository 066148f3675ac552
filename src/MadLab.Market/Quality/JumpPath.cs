namespace MadLab.Market.Quality;

/// <summary>The logarithms of a series' positive closes.</summary>
internal sealed class JumpPath
{
    private JumpPath(int[] index, double[] logs, double[] returns) => (Index, Logs, Returns) = (index, logs, returns);

    /// <summary>Which bar of the series each one is.</summary>
    public int[] Index { get; }

    /// <summary>The logarithm of each close.</summary>
    public double[] Logs { get; }

    /// <summary>From each close to the next.</summary>
    public double[] Returns { get; }

    public static JumpPath Of(ReadOnlySpan<Bar> bars)
    {
        var index = new int[bars.Length];
        var logs = new double[bars.Length];
        var count = 0;
        for (var i = 0; i < bars.Length; i++)
        {
            if (bars[i].Close > 0)
            {
                index[count] = i;
                logs[count++] = Math.Log((double)bars[i].Close);
            }
        }

        var returns = new double[Math.Max(0, count - 1)];
        for (var i = 0; i < returns.Length; i++)
        {
            returns[i] = logs[i + 1] - logs[i];
        }

        return new JumpPath(index[..count], logs[..count], returns);
    }

    /// <summary>The logarithms of a bar's low and high; of its close where they are not positive.</summary>
    public (double Low, double High) RangeOf(ReadOnlySpan<Bar> bars, int at)
    {
        ref readonly var bar = ref bars[Index[at]];
        return (bar.Low > 0 ? Math.Log((double)bar.Low) : Logs[at], bar.High > 0 ? Math.Log((double)bar.High) : Logs[at]);
    }

    /// <summary>The price of a logarithm, to seven digits; null where it has no decimal.</summary>
    public static decimal? PriceOf(double log)
    {
        var price = Math.Exp(log);
        return price is > 1e-20 and < 1e25 ? (decimal)(float)price : null;
    }
}
