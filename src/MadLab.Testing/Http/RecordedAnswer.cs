using System.Net;
using System.Text;
using System.Text.Json;

namespace MadLab.Testing.Http;

/// <summary>One answer of a recording. Of its headers those are kept that say something to a provider.</summary>
internal sealed record RecordedAnswer(string Request, int Status, IReadOnlyList<(string Name, string Value)> Headers, string Body)
{
    private static readonly string[] Kept = ["Content-Type", "Retry-After", "Link", "X-RateLimit-Remaining", "X-RateLimit-Reset", "CB-AFTER", "CB-BEFORE"];

    public static async Task<RecordedAnswer> OfAsync(string request, HttpResponseMessage response, Func<string, string> scrub, CancellationToken cancellationToken)
    {
        var body = await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
        var headers = response.Headers.Concat(response.Content.Headers)
            .Where(static h => Kept.Contains(h.Key, StringComparer.OrdinalIgnoreCase))
            .Select(h => (h.Key, scrub(string.Join(", ", h.Value))))
            .OrderBy(static h => h.Key, StringComparer.Ordinal);
        return new RecordedAnswer(request, (int)response.StatusCode, [.. headers], scrub(body));
    }

    public HttpResponseMessage ToResponse(HttpRequestMessage request)
    {
        var response = new HttpResponseMessage((HttpStatusCode)Status) { RequestMessage = request, Content = new ByteArrayContent(Encoding.UTF8.GetBytes(Body)) };
        foreach (var (name, value) in Headers)
        {
            if (!response.Headers.TryAddWithoutValidation(name, value))
            {
                response.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return response;
    }

    public static List<RecordedAnswer> ReadAll(byte[] file)
    {
        using var document = JsonDocument.Parse(file);
        return
        [
            .. document.RootElement.EnumerateArray().Select(static a => new RecordedAnswer(
                a.GetProperty("request"u8).GetString()!,
                a.GetProperty("status"u8).GetInt32(),
                [.. a.GetProperty("headers"u8).EnumerateObject().Select(static h => (h.Name, h.Value.GetString()!))],
                a.GetProperty("body"u8) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : a.GetProperty("body"u8).GetRawText())),
        ];
    }

    public static byte[] WriteAll(IEnumerable<RecordedAnswer> answers)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartArray();
            foreach (var answer in answers)
            {
                json.WriteStartObject();
                json.WriteString("request"u8, answer.Request);
                json.WriteNumber("status"u8, answer.Status);
                json.WriteStartObject("headers"u8);
                foreach (var (name, value) in answer.Headers)
                {
                    json.WriteString(name, value);
                }

                json.WriteEndObject();
                WriteBody(json, answer.Body);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        return stream.ToArray();
    }

    /// <summary>An object or a list stands there as one, because recordings are read and compared by people; what else there is, as text.</summary>
    private static void WriteBody(Utf8JsonWriter json, string body)
    {
        json.WritePropertyName("body"u8);
        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
            {
                // The digits of numbers stay as they were written.
                document.RootElement.WriteTo(json);
                return;
            }
        }
        catch (JsonException)
        {
            // No JSON, which is what some checks are about.
        }

        json.WriteStringValue(body);
    }
}
