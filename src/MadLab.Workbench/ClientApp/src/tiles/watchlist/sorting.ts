import type { Update } from '../../streaming';
import type { WatchlistConfig } from './definition';

/** The symbols in the order chosen; those without a value yet come last. */
export function sorted(config: WatchlistConfig, quotes: ReadonlyMap<string, Update>): readonly string[] {
  if (config.sort === 'own') {
    return config.symbols;
  }

  const direction = config.descending ? -1 : 1;
  if (config.sort === 'symbol') {
    return [...config.symbols].sort((a, b) => direction * a.localeCompare(b, 'en'));
  }

  const value = (s: string): number | undefined => (config.sort === 'price' ? quotes.get(s)?.price : quotes.get(s)?.changePercent);
  return [...config.symbols].sort((a, b) => {
    const [x, y] = [value(a), value(b)];
    return x === undefined ? (y === undefined ? 0 : 1) : y === undefined ? -1 : direction * (x - y);
  });
}
