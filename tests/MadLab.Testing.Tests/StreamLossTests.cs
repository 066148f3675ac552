using System.Runtime.CompilerServices;
using FluentAssertions;
using MadLab.Testing.Conformance;
using Xunit;

namespace MadLab.Testing.Tests;

/// <summary>The checks of what becomes of streams when their upstream is lost.</summary>
public sealed class StreamLossTests
{
    private static readonly Dictionary<string, Action<LossyProvider>> Faults = new()
    {
        ["STREAM-009"] = static p => p.ConnectionsOf = static readers => readers,
        ["STREAM-010"] = static p => p.OnCut = static () => throw new MarketDataException(MarketErrorKind.SymbolUnknown, "gone"),
        ["STREAM-011"] = static p => p.IsDeadAfterCut = true,
        ["STREAM-012"] = static p => p.RepeatsAfterCut = true,
    };

    public static TheoryData<string> CaughtFaults => [.. Faults.Keys];

    [Fact]
    public async Task SoundProvider_PassesAll()
    {
        var report = await RunAsync(new LossyProvider());

        Lossy(report).Should().OnlyContain(r => r.Outcome == ConformanceOutcome.Passed).And.HaveCount(4);
    }

    [Theory]
    [MemberData(nameof(CaughtFaults))]
    public async Task Fault_IsCaughtByItsCheck(string id)
    {
        var provider = new LossyProvider();
        Faults[id](provider);

        var report = await RunAsync(provider);

        // What cannot be opened again cannot be looked at either.
        Lossy(report).Where(r => r.Outcome is ConformanceOutcome.Failed).Select(r => r.Check.Id).Should().Equal(id == "STREAM-011" ? ["STREAM-011", "STREAM-012"] : [id]);
        report[id].Message.Should().NotBeNullOrWhiteSpace();
    }

    [Fact]
    public async Task WithoutAnUpstreamInHand_NothingIsCut()
    {
        var report = await ProviderConformance.RunAsync(new LossyProvider(), new() { Symbol = SoundProvider.Acme, Time = new ManualTimeProvider(SoundProvider.Now) });

        Lossy(report).Should().OnlyContain(r => r.Outcome == ConformanceOutcome.NotApplicable);
    }

    private static IEnumerable<ConformanceResult> Lossy(ConformanceReport report) => report.Results.Where(r => r.Check.Id is "STREAM-009" or "STREAM-010" or "STREAM-011" or "STREAM-012");

    private static Task<ConformanceReport> RunAsync(LossyProvider provider) => ProviderConformance.RunAsync(provider, new()
    {
        Symbol = SoundProvider.Acme, Time = new ManualTimeProvider(SoundProvider.Now.AddHours(1)), StreamLimit = TimeSpan.FromSeconds(1), Unknown = null,
        Stream = new StreamUpstream(() => provider.Connections, provider.CutAsync),
    });

    /// <summary>Streams from an upstream that can be cut.</summary>
    private sealed class LossyProvider : IQuoteStreamProvider, IDisposable
    {
        private readonly Lock _gate = new();
        private CancellationTokenSource _cut = new();
        private int _readers;
        private int _sent;
        private bool _wasCut;

        public Func<int, int> ConnectionsOf { get; set; } = static readers => Math.Min(readers, 1);

        public Action OnCut { get; set; } = static () => throw new MarketDataException(MarketErrorKind.Unavailable, "The connection was lost.");

        public bool IsDeadAfterCut { get; set; }

        public bool RepeatsAfterCut { get; set; }

        public int Connections => ConnectionsOf(_readers);

        public ProviderDescriptor Descriptor { get; } = new() { Feed = "lossy", Currency = "USD" };

        public void Dispose() => _cut.Dispose();

        public Task CutAsync()
        {
            lock (_gate)
            {
                _wasCut = true;
                (var cut, _cut) = (_cut, new CancellationTokenSource());
                return cut.CancelAsync();
            }
        }

        public async IAsyncEnumerable<Quote> StreamQuotesAsync(Symbol symbol, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            CancellationToken cut;
            lock (_gate)
            {
                cut = _cut.Token;
                _readers++;
            }

            try
            {
                for (var i = 0; ; i++)
                {
                    using var either = CancellationTokenSource.CreateLinkedTokenSource(cut, cancellationToken);
                    var isCut = false;
                    try
                    {
                        await Task.Delay(IsDeadAfterCut && _wasCut ? Timeout.Infinite : 5, either.Token);
                    }
                    catch (OperationCanceledException) when (cut.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
                    {
                        isCut = true;
                    }

                    if (isCut)
                    {
                        OnCut();
                    }

                    var step = Interlocked.Increment(ref _sent) - (RepeatsAfterCut && _wasCut && i is > 0 and < 4 ? 1_000 : 0);
                    yield return new Quote { Symbol = symbol, Price = 100, Timestamp = SoundProvider.Now.AddSeconds(step), Open = 100, High = 101, Low = 99 };
                }
            }
            finally
            {
                Interlocked.Decrement(ref _readers);
            }
        }
    }
}
