using MadLab.Streaming.Transports.WebSocket;
using Microsoft.Extensions.Options;

namespace MadLab.Streaming.Configuration;

/// <summary>The ranges of the times, the rules across settings and the form of the origins.</summary>
internal sealed class StreamingOptionsRules : IValidateOptions<StreamingOptions>
{
    private static readonly TimeSpan Never = TimeSpan.FromMinutes(5);

    public ValidateOptionsResult Validate(string? name, StreamingOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        Check(nameof(options.MinInterval), options.MinInterval, TimeSpan.FromMilliseconds(25), TimeSpan.FromMinutes(1));
        Check(nameof(options.MaxInterval), options.MaxInterval, options.MinInterval, TimeSpan.FromMinutes(1));
        Check(nameof(options.DefaultInterval), options.DefaultInterval, options.MinInterval, options.MaxInterval);
        Check(nameof(options.HeartbeatInterval), options.HeartbeatInterval, TimeSpan.FromMilliseconds(100), Never);
        Check(nameof(options.SlowClientTimeout), options.SlowClientTimeout, TimeSpan.FromMilliseconds(100), Never);
        Check(nameof(options.PingInterval), options.PingInterval, TimeSpan.Zero, Never);
        Check(nameof(options.PingTimeout), options.PingTimeout, TimeSpan.FromSeconds(1), Never);
        Check(nameof(options.FeedLinger), options.FeedLinger, TimeSpan.Zero, Never);
        Check(nameof(options.PollLinger), options.PollLinger, TimeSpan.Zero, Never);
        Check(nameof(options.ReconnectDelay), options.ReconnectDelay, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        Check(nameof(options.AuthorizationInterval), options.AuthorizationInterval, TimeSpan.Zero, TimeSpan.FromSeconds(30));
        foreach (var origin in options.AllowedOrigins)
        {
            if (origin != OriginPolicy.Any && OriginPolicy.Normalize(origin) is null)
            {
                result.AddError($"'{origin}' is not an origin: scheme and host, such as https://app.example.com, or *.", nameof(options.AllowedOrigins));
            }
        }

        return result.Build();

        void Check(string property, TimeSpan value, TimeSpan least, TimeSpan most)
        {
            if (value < least || value > most)
            {
                result.AddError($"{value:c} is not between {least:c} and {most:c}.", property);
            }
        }
    }
}
