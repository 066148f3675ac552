using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace MadLab.Benchmarks.Db.Servers;

/// <summary>The same kind of endpoints, by hand: JSON in, one statement, JSON out.</summary>
internal static class AdoEndpoints
{
    public static void Map(WebApplication app, AdoStore store)
    {
        app.MapGet("/api/workspaces", async (HttpContext context, int limit) =>
        {
            var rows = await store.ListAsync(limit + 1, context.RequestAborted);
            await AnswerAsync(context, null, json =>
            {
                json.WriteStartArray("workspaces"u8);
                foreach (var row in rows.Take(limit))
                {
                    Write(json, row);
                }

                json.WriteEndArray();
                if (rows.Count > limit)
                {
                    json.WriteString("nextCursor"u8, $"{rows[limit - 1].Sequence}");
                }
            });
        });
        app.MapGet("/api/workspaces/{id}", async (HttpContext context, string id) =>
            await AnswerAsync(context, await store.FindAsync(id, context.RequestAborted)));
        app.MapPost("/api/workspaces", async context =>
        {
            using var body = await JsonDocument.ParseAsync(context.Request.Body, default, context.RequestAborted);
            await AnswerAsync(context, await store.CreateAsync(Text(body, "title")!, Raw(body)!, context.RequestAborted));
        });
        app.MapPut("/api/workspaces/{id}", async (HttpContext context, string id) =>
        {
            using var body = await JsonDocument.ParseAsync(context.Request.Body, default, context.RequestAborted);
            await AnswerAsync(context, await store.UpdateAsync(id, Text(body, "title"), Raw(body), context.RequestAborted));
        });
        app.MapDelete("/api/workspaces/{id}", async (HttpContext context, string id) =>
        {
            await store.DeleteAsync(id, context.RequestAborted);
            await AnswerAsync(context, null, static json => json.WriteBoolean("ok"u8, true));
        });
    }

    private static string? Text(JsonDocument body, string name) => body.RootElement.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static string? Raw(JsonDocument body) => body.RootElement.TryGetProperty("data"u8, out var value) ? value.GetRawText() : null;

    private static Task AnswerAsync(HttpContext context, AdoRow? row)
    {
        if (row is null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        return AnswerAsync(context, $"\"{row.Id}-{row.Version}\"", json =>
        {
            json.WritePropertyName("workspace"u8);
            Write(json, row);
        });
    }

    private static async Task AnswerAsync(HttpContext context, string? tag, Action<Utf8JsonWriter> write)
    {
        var response = context.Response;
        response.ContentType = "application/json; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        if (tag is not null)
        {
            response.Headers.ETag = tag;
        }

        await using var json = new Utf8JsonWriter(response.BodyWriter);
        json.WriteStartObject();
        write(json);
        json.WriteEndObject();
        await json.FlushAsync(context.RequestAborted);
    }

    private static void Write(Utf8JsonWriter json, AdoRow row)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, row.Id);
        json.WriteString("title"u8, row.Title);
        json.WritePropertyName("data"u8);
        json.WriteRawValue(row.Data, skipInputValidation: true);
        json.WriteNumber("version"u8, row.Version);
        json.WriteString("createdAt"u8, DateTimeOffset.FromUnixTimeMilliseconds(row.CreatedAt).UtcDateTime);
        json.WriteString("updatedAt"u8, DateTimeOffset.FromUnixTimeMilliseconds(row.UpdatedAt).UtcDateTime);
        json.WriteEndObject();
    }
}
