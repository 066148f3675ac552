namespace MadLab.Benchmarks.Fanout;

/// <summary>What was asked for.</summary>
internal sealed record FanoutSetting(int Clients, int Symbols, int Rate, int Interval, bool Spread, int Rounds, double Seconds, bool Pinned);
