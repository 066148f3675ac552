using System.Globalization;
using System.Text.Json;

namespace ReferenceHost.Tests.Contract.OpenApi;

/// <summary>Compares JSON with the schemas of an OpenAPI 3.1 document, as far as ours uses them, and more strictly: a member that is not described is wrong.</summary>
internal sealed class Schemas(JsonElement document)
{
    /// <summary>The schema of an answer; null where the document has none.</summary>
    public JsonElement? OfAnswer(string method, string path, int status, string contentType)
    {
        return document.GetProperty("paths").TryGetProperty(path, out var item)
            && item.TryGetProperty(method, out var operation)
            && operation.GetProperty("responses").TryGetProperty(status.ToString(CultureInfo.InvariantCulture), out var response)
            && response.TryGetProperty("content", out var content)
            && content.TryGetProperty(contentType, out var media)
            ? media.GetProperty("schema")
            : null;
    }

    /// <summary>What of a value is not as its schema says, with the place; empty when all is.</summary>
    public IReadOnlyList<string> Faults(JsonElement schema, JsonElement value, string at = "$")
    {
        schema = Resolve(schema);
        if (Alternatives(schema) is { } alternatives)
        {
            var tried = alternatives.Select(a => Faults(a, value, at)).ToList();
            return tried.Exists(f => f.Count == 0) ? [] : tried.MinBy(f => f.Count)!;
        }

        if (schema.TryGetProperty("type", out var types) && !Types(types).Contains(TypeOf(value)) && !(TypeOf(value) == "integer" && Types(types).Contains("number")))
        {
            return [$"{at} is {TypeOf(value)} and not {types}"];
        }

        var format = schema.TryGetProperty("format", out var f) ? f.GetString() : null;
        return value.ValueKind switch
        {
            JsonValueKind.Object => [.. Members(schema, value, at)],
            JsonValueKind.Array when schema.TryGetProperty("items", out var items) => [.. value.EnumerateArray().SelectMany((v, i) => Faults(items, v, $"{at}[{i}]"))],
            JsonValueKind.String when format == "date-time" && !value.TryGetDateTimeOffset(out _) => [$"{at} is no moment: {value}"],
            _ => [],
        };
    }

    private IEnumerable<string> Members(JsonElement schema, JsonElement value, string at)
    {
        var described = schema.TryGetProperty("properties", out var properties) ? properties.EnumerateObject().ToDictionary(p => p.Name, p => p.Value) : [];
        var others = schema.TryGetProperty("additionalProperties", out var additional) ? additional : (JsonElement?)null;
        foreach (var member in value.EnumerateObject())
        {
            var place = $"{at}.{member.Name}";
            if (described.TryGetValue(member.Name, out var own) || (own = others ?? default).ValueKind == JsonValueKind.Object)
            {
                foreach (var fault in Faults(own, member.Value, place))
                {
                    yield return fault;
                }
            }
            else
            {
                yield return $"{place} is not described";
            }
        }

        if (schema.TryGetProperty("required", out var required))
        {
            foreach (var name in required.EnumerateArray().Select(r => r.GetString()!).Where(name => !value.TryGetProperty(name, out _)))
            {
                yield return $"{at}.{name} is missing";
            }
        }
    }

    private JsonElement Resolve(JsonElement schema)
    {
        while (schema.TryGetProperty("$ref", out var reference))
        {
            schema = reference.GetString()!.Split('/').Skip(1).Aggregate(document, (element, part) => element.GetProperty(part));
        }

        return schema;
    }

    private static JsonElement[]? Alternatives(JsonElement schema) =>
        schema.TryGetProperty("anyOf", out var any) ? [.. any.EnumerateArray()]
        : schema.TryGetProperty("oneOf", out var one) ? [.. one.EnumerateArray()]
        : null;

    private static string?[] Types(JsonElement types) =>
        types.ValueKind == JsonValueKind.Array ? [.. types.EnumerateArray().Select(t => t.GetString())] : [types.GetString()];

    private static string TypeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Number => value.TryGetInt64(out _) ? "integer" : "number",
        JsonValueKind.Null => "null",
        _ => "boolean",
    };
}
