using MadLab.Tool.Http;

namespace MadLab.Tool.Load;

/// <summary>Reads prices and key figures.</summary>
internal static class MarketLoad
{
    private static readonly string[] Types = ["prices", "prices", "kpis"];

    public static Task RunAsync(LoadSettings settings, LoadTally tally, CancellationToken cancellationToken) => OpenLoop.RunAsync(
        settings,
        tally,
        async (number, cancel) =>
        {
            var symbol = settings.Symbols[number % settings.Symbols.Count];
            var answer = await settings.Host.GetAsync(
                $"/market?type={Types[number % Types.Length]}&symbol={Uri.EscapeDataString(symbol)}", cancel, ("Accept-Encoding", "gzip"));
            return KindOf(answer);
        },
        cancellationToken);

    /// <summary>What went wrong; null where nothing did.</summary>
    public static string? KindOf(HostAnswer answer) =>
        answer.IsSuccess ? null
            : answer.Status == 429 ? "429 RATE_LIMITED: the host's limit of an address; a lower --rate, or DISABLE_RATE_LIMIT=true for the test"
            : $"{answer.Status} {answer.Code}";
}
