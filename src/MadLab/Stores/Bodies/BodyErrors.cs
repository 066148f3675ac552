using MadLab.Http;
using Microsoft.AspNetCore.Http;

namespace MadLab.Stores.Bodies;

/// <summary>What is wrong with a body, all of it at once, in the shape that older clients read.</summary>
internal sealed class BodyErrors
{
    /// <summary>Past this many messages nobody reads on; a hostile body must not make an answer larger than itself.</summary>
    private const int MaxMessages = 20;

    private readonly List<string> _form = [];
    private readonly SortedDictionary<string, List<string>> _fields = new(StringComparer.Ordinal);
    private int _count;

    public bool Any => _count > 0;

    public bool IsFull => _count >= MaxMessages;

    /// <summary>A fault of the body as a whole.</summary>
    public void AddForm(string message)
    {
        _count++;
        _form.Add(message);
    }

    /// <summary>A fault of one top-level member.</summary>
    public void Add(string field, string message)
    {
        if (IsFull)
        {
            return;
        }

        _count++;
        if (!_fields.TryGetValue(field, out var messages))
        {
            _fields[field] = messages = [];
        }

        messages.Add(message);
    }

    public Problem ToProblem() => new(StatusCodes.Status400BadRequest, "INVALID_BODY", "Invalid body")
    {
        Extensions = json =>
        {
            json.WriteStartObject("details"u8);
            json.WriteStartArray("formErrors"u8);
            foreach (var message in _form)
            {
                json.WriteStringValue(message);
            }

            json.WriteEndArray();
            json.WriteStartObject("fieldErrors"u8);
            foreach (var (field, messages) in _fields)
            {
                json.WriteStartArray(field);
                foreach (var message in messages)
                {
                    json.WriteStringValue(message);
                }

                json.WriteEndArray();
            }

            json.WriteEndObject();
            json.WriteEndObject();
        },
    };
}
