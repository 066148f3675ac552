using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace MadLab.Hosting.OpenApi;

/// <summary>Corrects what the framework's document says otherwise than our answers are.</summary>
internal static class DocumentShape
{
    /// <summary>Numbers are numbers: that the framework would read them from strings, too, is nothing a client need know.</summary>
    public static Task Numbers(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(schema);
        if (schema.Type is { } type && type.HasFlag(JsonSchemaType.String) && (type & (JsonSchemaType.Number | JsonSchemaType.Integer)) != 0)
        {
            schema.Type = type & ~JsonSchemaType.String;
            schema.Pattern = null;
        }

        return Task.CompletedTask;
    }

    /// <summary>An answer of several shapes is told apart by what was asked: not by a member of its own, and not every shape is an object.</summary>
    public static Task Unions(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(document);
        foreach (var schema in document.Components?.Schemas?.Values.OfType<OpenApiSchema>() ?? [])
        {
            if (schema is { AnyOf.Count: > 0, Discriminator.Mapping: null or { Count: 0 } })
            {
                schema.Discriminator = null;
                schema.Type = null;
            }
        }

        return Task.CompletedTask;
    }

    /// <summary>CSV is text, whatever the same answer is as JSON.</summary>
    public static Task Csv(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(operation);
        foreach (var media in operation.Responses?.Values.SelectMany(static r => r.Content ?? new Dictionary<string, OpenApiMediaType>()) ?? [])
        {
            if (media.Key == "text/csv")
            {
                media.Value.Schema = new OpenApiSchema { Type = JsonSchemaType.String };
            }
        }

        return Task.CompletedTask;
    }
}
