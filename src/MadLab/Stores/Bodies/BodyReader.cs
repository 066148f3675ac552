using System.Text.Json;
using MadLab.Http;
using Microsoft.AspNetCore.Http;

namespace MadLab.Stores.Bodies;

/// <summary>Reads the body of a write into what the store takes.</summary>
internal static class BodyReader
{
    /// <summary>The value, or the problem to answer with.</summary>
    /// <param name="request">The request.</param>
    /// <param name="read">Reads the object and notes what is wrong with it; what it returns must not point into the element.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    public static async ValueTask<(T? Value, Problem? Problem)> ReadAsync<T>(
        HttpRequest request, Func<JsonElement, BodyErrors, T?> read, CancellationToken cancellationToken)
        where T : class
    {
        var errors = new BodyErrors();
        var (document, problem) = await JsonBody.ReadAsync(request, StoreEndpoints.MaxBodyBytes, cancellationToken);
        if (document is null)
        {
            if (problem!.Status != StatusCodes.Status400BadRequest)
            {
                return (null, problem);
            }

            errors.AddForm($"Must be JSON in UTF-8, at most {JsonBody.MaxDepth} levels deep");
            return (null, errors.ToProblem());
        }

        using (document)
        {
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                errors.AddForm("Must be an object");
            }
            else
            {
                var value = read(root, errors);
                if (!errors.Any)
                {
                    return (value, null);
                }
            }

            return (null, errors.ToProblem());
        }
    }
}
