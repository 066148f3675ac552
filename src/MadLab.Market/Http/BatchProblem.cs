using MadLab.Http;
using Microsoft.AspNetCore.Http;

namespace MadLab.Market.Http;

/// <summary>The failure of a batch: the gravest one's status and code, with every symbol's own beside it.</summary>
internal static class BatchProblem
{
    public static Problem Of(IReadOnlyList<(Symbol Symbol, MarketDataException Error)> failures)
    {
        var gravest = failures[0].Error;
        foreach (var (_, error) in failures)
        {
            gravest = Gravity(error) > Gravity(gravest) ? error : gravest;
        }

        var whole = Problem.From(gravest);
        return new Problem(whole.Status, whole.Code, whole.Error)
        {
            RetryAfter = whole.RetryAfter,
            Extensions = json =>
            {
                json.WriteStartObject("errors"u8);
                foreach (var (symbol, error) in failures)
                {
                    json.WriteStartObject(symbol.Value);
                    json.WriteString("code"u8, Problem.Classify(error.Kind).Code);
                    json.WriteString("error"u8, error.Message);
                    json.WriteEndObject();
                }

                json.WriteEndObject();
            },
        };
    }

    /// <summary>404 weighs least: a batch is "not found" only where nothing worse happened.</summary>
    public static int Gravity(MarketDataException error)
    {
        var status = Problem.Classify(error.Kind).Status;
        return status == StatusCodes.Status403Forbidden ? 450 : status;
    }
}
