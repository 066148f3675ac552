using FluentAssertions;
using MadLab.Health;
using MadLab.Testing;
using MadLab.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace MadLab.Tests.Health;

public sealed class StoreProbeTests : IDisposable
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(30);

    private readonly ManualTimeProvider _clock = new();
    private readonly FakeStoreStatus _store = new();
    private readonly StoreProbe _probe;

    public StoreProbeTests() => _probe = new StoreProbe(_clock, NullLogger<StoreProbe>.Instance, _store);

    public void Dispose() => _probe.Dispose();

    [Fact]
    public void Create_NobodyReads_AsksNothing()
    {
        _clock.Advance(TimeSpan.FromMinutes(5));

        _store.Checks.Should().Be(0);
        _clock.TimerCount.Should().Be(0);
    }

    [Fact]
    public async Task IsUp_ManyReadersAtOnce_AskOnce()
    {
        var answer = new TaskCompletionSource();
        _store.Check = _ => answer.Task;
        var readers = Enumerable.Range(0, 50).Select(_ => _probe.IsUpAsync(CancellationToken.None).AsTask()).ToArray();

        answer.SetResult();

        (await Task.WhenAll(readers).WaitAsync(TimeSpan.FromSeconds(30))).Should().OnlyContain(up => up);
        _store.Checks.Should().Be(1);
    }

    [Fact]
    public async Task IsUp_Again_ReadsTheLastAnswer()
    {
        await _probe.IsUpAsync(CancellationToken.None);

        for (var i = 0; i < 100; i++)
        {
            (await _probe.IsUpAsync(CancellationToken.None)).Should().BeTrue();
        }

        _store.Checks.Should().Be(1);
    }

    [Fact]
    public async Task IsUp_StoreLostAndBack_IsSeenWithinFiveSeconds()
    {
        (await _probe.IsUpAsync(CancellationToken.None)).Should().BeTrue();

        _store.Check = _ => throw new StoreException(StoreErrorKind.Unavailable, "gone");
        _clock.Advance(TimeSpan.FromSeconds(5.1));
        (await _probe.IsUpAsync(CancellationToken.None)).Should().BeFalse();

        // The clock stands still while the store answers: a question has two seconds, which a jump of the clock would use up.
        var asked = new TaskCompletionSource();
        _store.Check = _ =>
        {
            asked.TrySetResult();
            return Task.CompletedTask;
        };
        var back = _clock.GetTimestamp();
        _clock.Advance(TimeSpan.FromSeconds(2));
        await asked.Task.WaitAsync(Guard);
        using var guard = new CancellationTokenSource(Guard);
        while (!await _probe.IsUpAsync(guard.Token))
        {
            guard.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        _clock.GetElapsedTime(back).Should().BeLessThan(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task IsUp_StoreHangs_AnswersDownWithinASecond()
    {
        var asked = new TaskCompletionSource();
        _store.Check = _ =>
        {
            asked.TrySetResult();
            return new TaskCompletionSource().Task;
        };
        var started = _clock.GetTimestamp();

        var up = await _clock.AdvanceUntilAsync(_probe.IsUpAsync(CancellationToken.None).AsTask());

        up.Should().BeFalse();
        await asked.Task.WaitAsync(Guard);
        _clock.GetElapsedTime(started).Should().BeGreaterThanOrEqualTo(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task IsUp_StoreHangsAndIgnoresItsToken_IsAskedOnlyOnce()
    {
        _store.Check = _ => new TaskCompletionSource().Task;
        for (var i = 0; i < 5; i++)
        {
            (await _clock.AdvanceUntilAsync(_probe.IsUpAsync(CancellationToken.None).AsTask())).Should().BeFalse();
            _clock.Advance(TimeSpan.FromSeconds(10));
        }

        _store.Checks.Should().Be(1);
    }

    [Fact]
    public async Task IsUp_StoreBlocksItsThread_DoesNotBlockTheReader()
    {
        using var release = new ManualResetEventSlim();
        _store.Check = _ =>
        {
            release.Wait(CancellationToken.None);
            return Task.CompletedTask;
        };

        var reading = _probe.IsUpAsync(CancellationToken.None).AsTask();

        reading.IsCompleted.Should().BeFalse();
        release.Set();
        (await reading.WaitAsync(TimeSpan.FromSeconds(30))).Should().BeTrue();
    }

    [Fact]
    public async Task IsUp_NobodyReadsForAMinute_Rests()
    {
        await _probe.IsUpAsync(CancellationToken.None);
        _clock.TimerCount.Should().BePositive();

        _clock.Advance(TimeSpan.FromMinutes(2));

        await Eventually.BeTrueAsync(() => _clock.TimerCount == 0);
    }

    [Fact]
    public async Task Dispose_WhileAsking_StopsTheTimer()
    {
        await _probe.IsUpAsync(CancellationToken.None);

        _probe.Dispose();

        await Eventually.BeTrueAsync(() => _clock.TimerCount == 0);
        (await _probe.IsUpAsync(CancellationToken.None)).Should().BeFalse();
    }
}
