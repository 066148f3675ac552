import { emptySheet, newId, type Layout, type Sheet, type Tile } from './model';
import type { LinkGroup } from '../tiles/tile';

export interface Preset {
  name: string;
  description: string;
  make(): Sheet;
}

function tile(kind: string, layout: Layout, more: { group?: LinkGroup; symbol?: string; props?: Record<string, unknown> } = {}): Tile {
  return { id: newId(), kind, layout, group: more.group ?? 'blue', symbol: more.symbol ?? 'AAPL', props: more.props ?? {} };
}

function sheet(title: string, ...tiles: Tile[]): Sheet {
  const empty = emptySheet(title);
  return { title, data: { ...empty.data, tiles, groups: { blue: 'AAPL' } } };
}

const watched = ['AAPL', 'MSFT', 'NVDA', 'AMZN', 'GOOG', 'SPY'];

/** What a new sheet may begin with. The first is what a first visit shows. */
export const presets: readonly Preset[] = [
  {
    name: 'Charting',
    description: 'Candles, a live watch list and key figures',
    make: () => sheet(
      'Charting',
      tile('candles', { x: 0, y: 0, w: 8, h: 12 }, { props: { range: '6M' } }),
      tile('watchlist', { x: 8, y: 0, w: 4, h: 12 }, { props: { symbols: watched } }),
      tile('kpis', { x: 0, y: 12, w: 8, h: 7 }),
      tile('note', { x: 8, y: 12, w: 4, h: 7 }, { group: 'none' })),
  },
  {
    name: 'Valuation',
    description: 'Key figures beside five years of prices and their quality',
    make: () => sheet(
      'Valuation',
      tile('kpis', { x: 0, y: 0, w: 5, h: 10 }),
      tile('candles', { x: 5, y: 0, w: 7, h: 10 }, { props: { range: '5Y' } }),
      tile('watchlist', { x: 0, y: 10, w: 5, h: 9 }, { props: { symbols: watched } }),
      tile('quality', { x: 5, y: 10, w: 7, h: 9 })),
  },
  {
    name: 'Risk',
    description: 'Volatility cone and correlations',
    make: () => sheet(
      'Risk',
      tile('cone', { x: 0, y: 0, w: 6, h: 10 }),
      tile('correlation', { x: 6, y: 0, w: 6, h: 10 }, { group: 'none', props: { symbols: watched } }),
      tile('candles', { x: 0, y: 10, w: 12, h: 9 }, { props: { range: '1Y' } })),
  },
  {
    name: 'Options',
    description: 'Implied volatility surface, cone and candles',
    make: () => sheet(
      'Options',
      tile('surface', { x: 0, y: 0, w: 7, h: 11 }),
      tile('cone', { x: 7, y: 0, w: 5, h: 11 }),
      tile('candles', { x: 0, y: 11, w: 8, h: 9 }, { props: { range: '3M' } }),
      tile('kpis', { x: 8, y: 11, w: 4, h: 9 })),
  },
  { name: 'Blank', description: 'Nothing yet', make: () => emptySheet('New sheet') },
];
