namespace MadLab.Health;

/// <summary>The words of health.</summary>
internal static class HealthStatuses
{
    public const string Ok = "ok";
    public const string Degraded = "degraded";
    public const string Error = "error";
    public const string Down = "down";
    public const string Failing = "failing";
    public const string Available = "available";
    public const string Unavailable = "unavailable";
}
