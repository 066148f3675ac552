using System.Text.Json;

namespace ReferenceHost.Tests.Contract.Support;

/// <summary>A server-sent event, or a <c>retry:</c> line on its own.</summary>
internal sealed record ServerEvent(string Name, string Data, string? Id, int? Retry)
{
    public JsonElement Json
    {
        get
        {
            using var document = JsonDocument.Parse(Data);
            return document.RootElement.Clone();
        }
    }
}
