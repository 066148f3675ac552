using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using MadLab.Hosting.Startup;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace MadLab.Hosting.Http;

/// <summary>What answers at <c>/index.json</c>: where the rest is, for programs.</summary>
internal static class IndexPage
{
    private static readonly string[] GetAndHead = [HttpMethods.Get, HttpMethods.Head];

    private static readonly byte[] Body = Write();

    public static void MapIndex(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapMethods("/index.json", GetAndHead, static async (HttpContext context) =>
            {
                context.Response.ContentType = "application/json";
                context.Response.ContentLength = Body.Length;
                if (!HttpMethods.IsHead(context.Request.Method))
                {
                    await context.Response.BodyWriter.WriteAsync(Body, context.RequestAborted);
                }
            })
            .ExcludeFromDescription();

    private static byte[] Write()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("name"u8, "MadLab"u8);
            json.WriteString("version"u8, HostVersion.Text);
            json.WriteStartObject("links"u8);
            json.WriteString("workbench"u8, "/"u8);
            json.WriteString("market"u8, "/api/market?symbol=AAPL"u8);
            json.WriteString("providers"u8, "/api/market/providers"u8);
            json.WriteString("search"u8, "/api/market/search?q=app"u8);
            json.WriteString("websocket"u8, "/api/stream/ws?symbols=AAPL,MSFT&interval=1000"u8);
            json.WriteString("events"u8, "/api/stream?symbols=AAPL"u8);
            json.WriteString("templates"u8, "/api/templates"u8);
            json.WriteString("workspaces"u8, "/api/workspaces"u8);
            json.WriteString("health"u8, "/api/health"u8);
            json.WriteString("metrics"u8, "/api/metrics"u8);
            json.WriteString("config"u8, "/api/config"u8);
            json.WriteString("openapi"u8, "/openapi/v1.json"u8);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
