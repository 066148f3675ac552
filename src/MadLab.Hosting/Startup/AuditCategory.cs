namespace MadLab.Hosting.Startup;

/// <summary>The log category of what is to be kept: operators' changes, keys, sessions.</summary>
internal static class AuditCategory
{
    public const string Name = "MadLab.Audit";
}
