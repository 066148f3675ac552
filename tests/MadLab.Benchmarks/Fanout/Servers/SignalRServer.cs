using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;

namespace MadLab.Benchmarks.Fanout.Servers;

/// <summary>A SignalR hub in its fastest form: everybody gets everything (no groups), a quote's JSON is encoded before and only copied by the protocol.</summary>
internal sealed class SignalRServer(bool oneArray) : IPeerServer
{
    private IHubContext<QuoteHub>? _hub;
    private long _seq;

    public void Configure(WebApplicationBuilder builder) =>
        builder.Services
            .AddSignalR(o => o.ClientTimeoutInterval = TimeSpan.FromHours(1)) // its pings, which our clients do not send, would only add to its cost
            .AddJsonProtocol(o => o.PayloadSerializerOptions.Converters.Add(new RawJsonConverter()));

    public void Map(WebApplication app)
    {
        app.MapHub<QuoteHub>("/stream");
        _hub = app.Services.GetRequiredService<IHubContext<QuoteHub>>();
    }

    public async ValueTask PublishAsync(Quote[] quotes)
    {
        var all = _hub!.Clients.All;
        var encoded = Array.ConvertAll(quotes, q => new RawJson(Encoding.UTF8.GetBytes(Ticks.Body(q, ++_seq))));
        if (oneArray)
        {
            await all.SendAsync("price_updates", encoded);
            return;
        }

        await Task.WhenAll(encoded.Select(quote => all.SendAsync("price_update", quote)));
    }

    private sealed class QuoteHub : Hub;

    private readonly record struct RawJson(byte[] Utf8);

    private sealed class RawJsonConverter : JsonConverter<RawJson>
    {
        public override RawJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, RawJson value, JsonSerializerOptions options) => writer.WriteRawValue(value.Utf8, skipInputValidation: true);
    }
}
