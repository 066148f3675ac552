namespace MadLab.Workbench;

/// <summary>How the workbench is served.</summary>
public sealed class MadLabWorkbenchOptions
{
    /// <summary>Where <c>MapMadLab()</c> put the API, on the same endpoints; the default is <c>/api</c>.</summary>
    public string ApiPath { get; set; } = "/api";

    /// <summary>Origins beside the page's own that it may connect to, such as <c>wss://stream.example.com</c>: where <c>wsUrl</c> leads elsewhere. None by default.</summary>
    public IList<string> ConnectTo { get; } = [];
}
