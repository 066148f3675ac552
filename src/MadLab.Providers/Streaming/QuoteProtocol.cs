using System.Net.WebSockets;

namespace MadLab.Providers;

/// <summary>The language of an upstream that pushes quotes over a WebSocket. A <see cref="QuoteLink"/> does the rest.</summary>
/// <remarks>One instance may serve several connections, one after the other: it keeps no state of a connection.</remarks>
public abstract class QuoteProtocol
{
    /// <summary>Where the upstream listens, <c>ws://</c> or <c>wss://</c>.</summary>
    public abstract Uri Address { get; }

    /// <summary>The most symbols of one message; 100 by default.</summary>
    public virtual int MaxSymbolsPerMessage => 100;

    /// <summary>The longest message that is read, in bytes; 64 KiB by default. A longer one is passed over.</summary>
    public virtual int MaxMessageBytes => 64 * 1024;

    /// <summary>How long the upstream may say nothing at all, not even that it is there, before the connection is given up; 45 seconds by default.</summary>
    public virtual TimeSpan Silence => TimeSpan.FromSeconds(45);

    /// <summary>Prepares a connection: headers, sub-protocols. Keys belong here, and not into the address.</summary>
    public virtual void Configure(ClientWebSocketOptions options)
    {
    }

    /// <summary>The messages that tell the upstream to send quotes of some symbols.</summary>
    public abstract IEnumerable<ReadOnlyMemory<byte>> Subscribe(IReadOnlyList<Symbol> symbols);

    /// <summary>The messages that tell it to send no more of them.</summary>
    public abstract IEnumerable<ReadOnlyMemory<byte>> Unsubscribe(IReadOnlyList<Symbol> symbols);

    /// <summary>Hands out what a message says.</summary>
    /// <param name="message">A text message, whole.</param>
    /// <param name="sink">What takes it.</param>
    /// <returns>False where part of the message could not be understood.</returns>
    /// <exception cref="MarketDataException">The upstream will not serve this connection, for instance because it refuses the key: all sequences end so.</exception>
    public abstract bool TryRead(ReadOnlyMemory<byte> message, IQuoteSink sink);
}
