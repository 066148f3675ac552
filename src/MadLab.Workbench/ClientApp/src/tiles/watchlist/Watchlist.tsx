import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { onQuote, quoteOf, sourceOf, useStreamStatus } from '../../live/live';
import type { Update } from '../../streaming';
import { EmptyState } from '../../ui/states';
import { SymbolSearch } from '../SymbolSearch';
import type { TileProps } from '../tile';
import { maxWatched, type WatchlistConfig } from './definition';
import { Row } from './Row';
import { sorted } from './sorting';
import './watchlist.css';

const heads = [
  { sort: 'symbol', name: 'Symbol', numeric: false },
  { sort: 'price', name: 'Price', numeric: true },
  { sort: 'change', name: 'Change', numeric: true },
] as const;

export default function Watchlist({ config, onConfig, symbol, onSymbol, setProvenance, setCsv }: TileProps<WatchlistConfig>) {
  const quotes = useQuotes(config.sort === 'own' ? none : config.symbols);
  const status = useStreamStatus();
  const rows = useMemo(() => sorted(config, quotes), [config, quotes]);

  const source = sourceOf(config.symbols[0] ?? '');
  useEffect(() => {
    setProvenance(status.transport === null ? null : {
      provider: source?.provider ?? 'stream',
      feed: source?.feed ?? undefined,
      delaySeconds: source?.delaySeconds ?? undefined,
      stale: status.state !== 'open' || !status.liveData,
    });
  }, [source, status.transport, status.state, status.liveData, setProvenance]);
  useEffect(() => {
    setCsv(() => ({
      name: 'watch-list',
      header: ['symbol', 'price', 'currency', 'change', 'change (%)', 'bid', 'ask', 'volume', 'time (UTC)'],
      rows: config.symbols.map((s) => {
        const q = quoteOf(s);
        return [s, q?.price, sourceOf(s)?.currency, q?.change, q?.changePercent, q?.bid, q?.ask, q?.volume, q === undefined ? null : new Date(q.timestamp).toISOString()];
      }),
    }));
  }, [config.symbols, setCsv]);

  const sortBy = (sort: WatchlistConfig['sort']): void =>
    onConfig(config.sort !== sort ? { sort, descending: sort !== 'symbol' } : config.descending === (sort !== 'symbol') ? { descending: !config.descending } : { sort: 'own', descending: false });

  return (
    <div className="watchlist">
      <SymbolSearch
        label="Add a symbol"
        onPick={(s) => config.symbols.length < maxWatched && !config.symbols.includes(s) && onConfig({ symbols: [...config.symbols, s] })}
      />
      {rows.length === 0 ? (
        <EmptyState>Nothing is watched yet. Add a symbol above.</EmptyState>
      ) : (
        <div className="scroll" tabIndex={0} role="group" aria-label="Watched symbols">
          <table>
            <thead>
              <tr>
                {heads.map((h) => (
                  <th key={h.sort} className={h.numeric ? 'num' : undefined} aria-sort={config.sort !== h.sort ? 'none' : config.descending ? 'descending' : 'ascending'}>
                    <button type="button" className="sort" onClick={() => sortBy(h.sort)}>
                      {h.name} <span aria-hidden>{config.sort !== h.sort ? '' : config.descending ? '▾' : '▴'}</span>
                    </button>
                  </th>
                ))}
                <th>
                  <span className="visually-hidden">Remove</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((s) => (
                <Row
                  key={s}
                  symbol={s}
                  isChosen={s === symbol}
                  onChoose={() => onSymbol(s)}
                  onRemove={() => onConfig({ symbols: config.symbols.filter((o) => o !== s) })}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  );
}

const none: string[] = [];

/** The newest quotes, for sorting by them; a new map whenever one changes. */
function useQuotes(symbols: readonly string[]): ReadonlyMap<string, Update> {
  const store = useMemo(() => {
    let quotes: ReadonlyMap<string, Update> = new Map();
    return {
      get: () => quotes,
      subscribe: (changed: () => void) => {
        const stops = symbols.map((s) =>
          onQuote(s, (quote) => {
            quotes = new Map(quotes).set(s, quote);
            changed();
          }));
        return () => stops.forEach((stop) => stop());
      },
    };
  }, [symbols]);
  return useSyncExternalStore(store.subscribe, store.get);
}
