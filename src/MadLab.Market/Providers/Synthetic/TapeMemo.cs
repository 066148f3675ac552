using System.Collections.Concurrent;

namespace MadLab.Market.Providers.Synthetic;

/// <summary>The tapes asked for lately: at most 512 symbols and about 10 MB; one that was forgotten is drawn again in well under a millisecond.</summary>
/// <remarks>Two generations: when the young one is full it becomes the old one, and the old one is forgotten; what is asked for moves back up.</remarks>
internal sealed class TapeMemo
{
    private const int GenerationSize = 256;

    private readonly Lock _gate = new();
    private ConcurrentDictionary<Symbol, Tape> _young = new();
    private ConcurrentDictionary<Symbol, Tape> _old = new();

    /// <summary>How many are held.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _young.Count + _old.Count;
            }
        }
    }

    public Tape Get(Symbol symbol) => Volatile.Read(ref _young).TryGetValue(symbol, out var tape) ? tape : Promote(symbol);

    private Tape Promote(Symbol symbol)
    {
        lock (_gate)
        {
            if (_young.TryGetValue(symbol, out var raced))
            {
                return raced;
            }

            if (_young.Count >= GenerationSize)
            {
                _old = _young;
                Volatile.Write(ref _young, new ConcurrentDictionary<Symbol, Tape>());
            }

            if (!_old.TryRemove(symbol, out var tape))
            {
                tape = new Tape(Instrument.Of(symbol));
            }

            _young[symbol] = tape;
            return tape;
        }
    }
}
