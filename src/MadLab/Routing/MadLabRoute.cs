namespace MadLab.Routing;

/// <summary>Marks an endpoint as ours.</summary>
internal sealed class MadLabRoute
{
    public static readonly MadLabRoute Instance = new();

    private MadLabRoute()
    {
    }
}
