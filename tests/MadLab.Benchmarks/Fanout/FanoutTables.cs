using System.Globalization;
using MadLab.Benchmarks.Shared;

namespace MadLab.Benchmarks.Fanout;

/// <summary>The result as a person reads it.</summary>
internal static class FanoutTables
{
    public static string Render(FanoutReport report)
    {
        var machine = report.Machine;
        var head = $"{machine.Date}, {machine.Processor}, {machine.Cores} cores, {machine.System}, {machine.Runtime}\n";
        return head + (report.Load is { } load ? Load(report, load) : report.Idle is { } idle ? Idle(report, idle) : Hold(report, report.Hold!));
    }

    private static string Load(FanoutReport report, IReadOnlyList<LoadResult> load)
    {
        var table = new TextTable("peer", "quotes/s", "of offered", "quotes/CPU-s", "us/quote", "min-max", "x bare", "min-max", "x signalr", "min-max", "alloc B/quote", "wire B/quote", "KB/conn", "p50 ms", "p99 ms", "late p99 ms");
        foreach (var peer in report.Peers!)
        {
            var rounds = load.Where(r => r.Peer == peer.Peer).ToList();
            string Median(Func<LoadResult, double> of, string format) => Number(Spread.Of(rounds.Select(of))!.Median, format);
            table.Add(
                peer.Peer,
                Median(r => r.QuotesPerSecond, "0"),
                Median(r => r.OfferedShare * 100, "0.0") + " %",
                Median(r => r.QuotesPerCpuSecond, "0"),
                Number(peer.CpuMicroseconds.Median, "0.000"),
                Range(peer.CpuMicroseconds, "0.000"),
                peer.ToFloor is { } floor ? Number(floor.Median, "0.00") : "",
                Range(peer.ToFloor, "0.00"),
                peer.ToSignalR is { } signalR ? Number(signalR.Median, "0.00") : "",
                Range(peer.ToSignalR, "0.00"),
                Median(r => r.AllocatedBytes, "0.0"),
                Median(r => r.BytesPerQuote, "0.0"),
                Median(r => r.ConnectionBytes / 1024, "0.0"),
                Median(r => r.Latency.P50, "0.0"),
                Median(r => r.Latency.P99, "0.0"),
                Median(r => r.Lateness.P99, "0.0"));
        }

        var setting = report.Setting;
        return $"{setting.Clients} clients x {setting.Symbols} symbols at {Rate(setting)}, interval {setting.Interval} ms, {setting.Rounds} rounds of {setting.Seconds} s, {(setting.Pinned ? "server and clients on a core each" : "not pinned")}; medians of the rounds\n\n{table}";
    }

    private static string Idle(FanoutReport report, IReadOnlyList<IdleResult> idle)
    {
        var table = new TextTable("peer", "KB/connection", "min-max", "managed heap KB", "kernel TCP KB");
        foreach (var rounds in idle.GroupBy(r => r.Peer))
        {
            var resident = Spread.Of(rounds.Select(r => r.ResidentBytes / 1024))!;
            table.Add(
                rounds.Key,
                Number(resident.Median, "0.0"),
                Range(resident, "0.0"),
                Number(Spread.Of(rounds.Select(r => r.HeapBytes / 1024))!.Median, "0.0"),
                Number(Spread.Of(rounds.Select(r => r.KernelBytes / 1024))!.Median, "0.0"));
        }

        return $"{report.Setting.Clients} idle connections with {report.Setting.Symbols} symbols, {report.Setting.Rounds} rounds\n\n{table}";
    }

    private static string Hold(FanoutReport report, IReadOnlyList<HoldResult> hold)
    {
        var table = new TextTable("peer", "connections", "lost", "missed", "all had it ms", "quotes/s", "of offered", "cores", "us/quote", "KB/conn", "p50 ms", "p99 ms");
        foreach (var r in hold)
        {
            table.Add(
                r.Peer, Number(r.Connections, "0"), Number(r.Lost, "0"), Number(r.Missed, "0"), Number(r.LastValueMilliseconds, "0"), Number(r.QuotesPerSecond, "0"),
                Number(r.OfferedShare * 100, "0.0") + " %", Number(r.CpuShare, "0.00"), Number(r.CpuMicroseconds, "0.00"), Number(r.ConnectionBytes / 1024, "0.0"),
                Number(r.Latency.P50, "0.0"), Number(r.Latency.P99, "0.0"));
        }

        var setting = report.Setting;
        return $"{setting.Clients} connections x {setting.Symbols} symbols at {Rate(setting)}, interval {setting.Interval} ms, held for {setting.Seconds} s\n\n{table}";
    }

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    private static string Range(Spread? spread, string format) => spread is null ? "" : $"{Number(spread.Min, format)}-{Number(spread.Max, format)}";

    private static string Rate(FanoutSetting setting) => setting.Spread ? $"{setting.Rate} Hz, spread over the time of a tick" : $"{setting.Rate} Hz";
}
