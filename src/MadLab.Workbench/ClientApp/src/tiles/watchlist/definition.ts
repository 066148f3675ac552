import { reader } from '../read';
import type { TileDefinition } from '../tile';

export const sortings = ['own', 'symbol', 'price', 'change'] as const;

export interface WatchlistConfig {
  symbols: string[];
  sort: (typeof sortings)[number];
  descending: boolean;
}

export const maxWatched = 50;

export const watchlist: TileDefinition<WatchlistConfig> = {
  kind: 'watchlist',
  name: 'Watch list',
  description: 'Live prices of symbols of your choice',
  size: { w: 4, h: 10, minW: 3, minH: 4 },
  usesSymbol: true,
  parse: (props) => {
    const read = reader(props);
    return {
      symbols: read.list('symbols', ['AAPL', 'MSFT', 'NVDA', 'SPY'], maxWatched),
      sort: read.oneOf('sort', sortings, 'own'),
      descending: read.flag('descending', false),
    };
  },
  load: () => import('./Watchlist'),
};
