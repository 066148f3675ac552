namespace MadLab.Hosting.Configuration;

/// <summary>The keys that this package reads or writes, each once.</summary>
internal static class SettingKeys
{
    public const string OperatorPolicy = "MadLab:OperatorPolicy";
    public const string AuthorizationInterval = "MadLab:Streaming:AuthorizationInterval";
    public const string WsUrl = "MadLab:WsUrl";
    public const string MaxCacheEntries = "MadLab:Market:MaxCacheEntries";
    public const string LiveData = "MadLab:Market:LiveData";
    public const string RateLimitEnabled = "MadLab:Market:RateLimit:Enabled";
    public const string MaxConnectionsPerAddress = "MadLab:Streaming:MaxConnectionsPerAddress";
    public const string Providers = "MadLab:Providers";
    public const string LeanFolder = "MadLab:Providers:lean:Folder";
    public const string CsvFolder = "MadLab:Providers:csv:Folder";
    public const string AlphaVantageKey = "MadLab:Providers:alphavantage:Key";
    public const string CoinbaseEnabled = "MadLab:Providers:coinbase:Enabled";
    public const string LeanReplaySpeed = "MadLab:Providers:lean:ReplaySpeed";
    public const string PersistenceMode = "MadLab:Persistence:Mode";
    public const string PersistenceProvider = "MadLab:Persistence:Provider";
    public const string PersistenceConnectionString = "MadLab:Persistence:ConnectionString";
    public const string PersistenceSchema = "MadLab:Persistence:Schema";
}
