using System.Diagnostics;

namespace MadLab.Persistence.Database;

/// <summary>What a trace sees of the stores; the statements below it are the driver's own, where it has any.</summary>
internal static class StoreActivities
{
    public static readonly ActivitySource Source = new(MadLabDiagnostics.ActivitySourceName);
}
