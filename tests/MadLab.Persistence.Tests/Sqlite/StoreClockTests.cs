using System.Diagnostics.Metrics;
using FluentAssertions;
using MadLab.Persistence.Database;
using MadLab.Persistence.Tests.Support;
using MadLab.Testing;
using Xunit;

namespace MadLab.Persistence.Tests.Sqlite;

/// <summary>The stores know no clock but the host's.</summary>
public sealed class StoreClockTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task Write_Measured_OnTheHostsClock()
    {
        await using var host = await StoreHarness.SqliteAsync(_folder.File(), _time);
        var durations = new List<double>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, l) =>
            {
                if (instrument.Meter.Scope == host.Get<IMeterFactory>() && instrument.Name == "madlab.store.duration")
                {
                    l.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<double>((_, value, _, _) => durations.Add(value));
        listener.Start();

        await host.Get<StoreSession<MadLabDbContext>>().WriteAsync(
            "test",
            (_, _) =>
            {
                _time.Advance(TimeSpan.FromSeconds(3));
                return Task.FromResult(0);
            },
            CancellationToken.None);

        durations.Should().Equal(3);
    }

    [Fact]
    public async Task Write_BehindOneThatHangs_GivesUpAfterTenSeconds()
    {
        await using var host = await StoreHarness.SqliteAsync(_folder.File(), _time);
        var session = host.Get<StoreSession<MadLabDbContext>>();
        var inside = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var first = session.WriteAsync(
            "test",
            (_, _) =>
            {
                inside.SetResult();
                return release.Task;
            },
            CancellationToken.None);
        await inside.Task.WaitAsync(TimeSpan.FromSeconds(30));

        // Nothing before the queue waits for anything, so the second one is in it when the call returns.
        var second = session.WriteAsync("test", (_, _) => Task.FromResult(2), CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(9));
        second.IsCompleted.Should().BeFalse();
        _time.Advance(TimeSpan.FromSeconds(1));

        var act = () => second.WaitAsync(TimeSpan.FromSeconds(30));
        (await act.Should().ThrowAsync<StoreException>()).Which.Kind.Should().Be(StoreErrorKind.Unavailable);
        release.SetResult(1);
        (await first.WaitAsync(TimeSpan.FromSeconds(30))).Should().Be(1);
        (await session.WriteAsync("test", (_, _) => Task.FromResult(3), CancellationToken.None)).Should().Be(3);
    }

    [Fact]
    public async Task Write_CancelledInTheQueue_IsCancelled()
    {
        await using var host = await StoreHarness.SqliteAsync(_folder.File(), _time);
        var session = host.Get<StoreSession<MadLabDbContext>>();
        var release = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var first = session.WriteAsync("test", (_, _) => release.Task, CancellationToken.None);
        using var cancel = new CancellationTokenSource();

        var second = session.WriteAsync("test", (_, _) => Task.FromResult(2), cancel.Token);
        await cancel.CancelAsync();

        await FluentActions.Awaiting(() => second.WaitAsync(TimeSpan.FromSeconds(30))).Should().ThrowAsync<OperationCanceledException>();
        release.SetResult(1);
        (await first.WaitAsync(TimeSpan.FromSeconds(30))).Should().Be(1);
    }

    public void Dispose() => _folder.Dispose();
}
