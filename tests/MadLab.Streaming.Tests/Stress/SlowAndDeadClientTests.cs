using System.Net.WebSockets;
using FluentAssertions;
using MadLab.Streaming.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace MadLab.Streaming.Tests.Stress;

/// <summary>Clients that read nothing, a byte a second, or are gone without a word, at the default times: a stalled client has 8 s.</summary>
/// <remarks>Seconds are those of the test's clock; sockets and the kernel's buffers are real.</remarks>
[Collection(Alone.Name)]
public sealed class SlowAndDeadClientTests(ITestOutputHelper output)
{
    private const int Second = SlowBench.Second;

    // With the kernel's unsent bytes, what was sent and not taken, and what the server holds itself.
    private const int MostStale = 32 * 1024;

    [Theory]
    [InlineData("websocket")]
    [InlineData("batch")]
    [InlineData("sse")]
    public async Task Stalled_ThenReadsOn_HasLittleStaleAndEndsOnTheNewest(string kind)
    {
        await using var bench = await SlowBench.StartAsync();
        using var line = new Line();
        await using var slow = await bench.ConnectAsync(kind, line);
        await slow.ReadUntilAsync(SlowBench.Symbols, () => bench.Newest);
        var most = 0L;
        for (var step = 0; step < 7 * Second; step++)
        {
            await bench.StepAsync();
            most = step % Second == 0 ? Math.Max(most, KernelQueue.UnsentTo(line.LocalPort)) : most;
        }

        slow.StaleBytes = 0;
        var newest = bench.Newest;
        var reading = slow.ReadUntilAsync(SlowBench.Symbols, () => newest);
        while (!reading.IsCompleted)
        {
            // Not a step more while the kernel still has something for the client: the clock must not outrun it.
            if (KernelQueue.UnsentTo(line.LocalPort) == 0)
            {
                await bench.StepAsync();
            }

            await Task.Delay(1);
        }

        await reading;
        output.WriteLine($"{kind}: {slow.StaleBytes} bytes were stale, the kernel held {most} at most.");
        slow.StaleBytes.Should().BeInRange(1, MostStale, "something was on its way when the client stopped");
        most.Should().BeLessThanOrEqualTo(MostStale);
        bench.Logs.Named("SlowClientDropped").Should().Be(0);
        bench.Sums["madlab.stream.updates.coalesced"].Should().BeGreaterThan(5 * Second * SlowBench.Symbols);
    }

    [Theory]
    [InlineData("websocket", 0)]
    [InlineData("batch", 0)]
    [InlineData("sse", 0)]
    [InlineData("websocket", 1)]
    [InlineData("batch", 1)]
    [InlineData("sse", 1)]
    public async Task Stalled_OrAByteASecond_IsDroppedWithinTenSecondsAndMemoryStaysFlat(string kind, int bytesPerSecond)
    {
        await using var bench = await SlowBench.StartAsync();
        using var line = new Line();
        await using var slow = await bench.ConnectAsync(kind, line);
        await slow.ReadUntilAsync(SlowBench.Symbols, () => bench.Newest);
        line.Narrow();
        var read = line.Read;
        var reading = bytesPerSecond == 0 ? Task.CompletedTask : slow.ReadToEndAsync();
        var (queued, early) = (0L, 0L);

        var steps = await bench.StepUntilGoneAsync(10 * Second, step =>
        {
            if (step % Second == 0 && bytesPerSecond > 0)
            {
                line.Permit(bytesPerSecond);
            }

            early = step == 2 * Second ? GC.GetTotalMemory(forceFullCollection: true) : early;
            queued = step % Second == 1 ? Math.Max(queued, KernelQueue.UnsentTo(line.LocalPort)) : queued;
        });

        var grown = GC.GetTotalMemory(forceFullCollection: true) - early;
        output.WriteLine($"{kind}, {bytesPerSecond} B/s: gone after {steps / (double)Second} s, {queued} bytes queued at most, heap {grown:+0;-0} bytes in the meantime, {line.Read - read} bytes read.");
        steps.Should().BeGreaterThan(7 * Second, "it has its time");
        queued.Should().BeLessThanOrEqualTo(MostStale);
        grown.Should().BeLessThan(512 * 1024);
        bench.Logs.Named("SlowClientDropped").Should().Be(1);
        bench.Sums[$"madlab.stream.errors/{(kind == "sse" ? "sse" : "websocket")}"].Should().Be(1);
        line.Open();
        await reading;
    }

    [Theory]
    [InlineData("websocket")]
    [InlineData("batch")]
    public async Task Stalled_ReadsOnWhenItsTimeIsOver_GetsACloseOf1008(string kind)
    {
        await using var bench = await SlowBench.StartAsync();
        using var line = new Line();
        await using var slow = await bench.ConnectAsync(kind, line);
        await slow.ReadUntilAsync(SlowBench.Symbols, () => bench.Newest);
        while (bench.Logs.Named("SlowClientDropped") == 0)
        {
            await bench.StepAsync();
        }

        // The clock stands still, and with it the 750 ms in which it can still be told.
        await slow.Socket!.UntilClosedAsync();

        slow.Socket.Socket.CloseStatus.Should().Be(WebSocketCloseStatus.PolicyViolation);
        slow.Socket.Socket.CloseStatusDescription.Should().Be("Too slow for too long.");
    }

    [Theory]
    [InlineData("websocket")]
    [InlineData("batch")]
    [InlineData("sse")]
    public async Task SlowLine_SlowerThanTheData_GetsFewerValuesAndNeverEverOlderOnes(string kind)
    {
        const int PerStep = 200;
        await using var bench = await SlowBench.StartAsync();
        using var line = new Line();
        await using var slow = await bench.ConnectAsync(kind, line);
        await slow.ReadUntilAsync(SlowBench.Symbols, () => bench.Newest);
        line.Narrow();
        var oldest = 0m;
        var values = 0;
        slow.OnPrice = (symbol, price) =>
        {
            values++;
            oldest = symbol == "OWN" ? oldest : Math.Max(oldest, bench.Newest - price);
        };
        var reading = slow.ReadToEndAsync();

        for (var step = 0; step < 8 * Second; step++)
        {
            await bench.StepAsync();
            var due = line.Read + PerStep;
            line.Permit(PerStep);
            if (bench.Logs.Named("SlowClientDropped") > 0)
            {
                break;
            }

            // The clock does not outrun the reader, unless there is nothing for it to read.
            for (var tries = 1; line.Read < due && !reading.IsCompleted && (tries % 20 > 0 || KernelQueue.UnsentTo(line.LocalPort) > 0); tries++)
            {
                await Task.Delay(1);
            }
        }

        output.WriteLine($"{kind}: {values} values at 8 kB/s, the oldest {oldest / Second} s old, dropped: {bench.Logs.Named("SlowClientDropped")}.");
        values.Should().BePositive();

        // All that may lie between the two, at its pace.
        oldest.Should().BeLessThan(MostStale / PerStep);
        line.Open();
        await slow.DisposeAsync();
        await reading;
    }

    [Theory]
    [InlineData("websocket")]
    [InlineData("sse")]
    public async Task CablePulled_IsDroppedWithinTenSecondsAndMemoryStaysFlat(string kind)
    {
        using var cable = Cable.TryLay();
        await using var bench = await SlowBench.StartAsync(cable);
        using var line = new Line(cable is null ? null : cable.NewSocket);
        await using var slow = await bench.ConnectAsync(kind, line, cable?.AddressOf(bench.Host));
        await slow.ReadUntilAsync(SlowBench.Symbols, () => bench.Newest);
        if (cable is null)
        {
            // What is left to show: a client that takes nothing and says nothing, but whose kernel acknowledges what fits its buffer.
            output.WriteLine("No network namespace can be made here: the client stops reading instead.");
            line.Narrow();
        }
        else
        {
            cable.Pull();
        }

        var (queued, early) = (0L, 0L);
        var steps = await bench.StepUntilGoneAsync(10 * Second, step =>
        {
            early = step == 2 * Second ? GC.GetTotalMemory(forceFullCollection: true) : early;
            queued = step % Second == 1 ? Math.Max(queued, KernelQueue.UnsentTo(line.LocalPort)) : queued;
        });

        var grown = GC.GetTotalMemory(forceFullCollection: true) - early;
        output.WriteLine($"{kind}: gone after {steps / (double)Second} s, {queued} bytes queued at most, heap {grown:+0;-0} bytes in the meantime.");
        queued.Should().BeLessThanOrEqualTo(MostStale);
        grown.Should().BeLessThan(512 * 1024);
        bench.Logs.Named("SlowClientDropped").Should().Be(1);
        bench.Sums[$"madlab.stream.errors/{kind}"].Should().Be(1);
    }
}
