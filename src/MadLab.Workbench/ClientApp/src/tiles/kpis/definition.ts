import type { TileDefinition } from '../tile';

export const kpis: TileDefinition<Record<string, never>> = {
  kind: 'kpis',
  name: 'Key figures',
  description: 'Price, market value, earnings and the year\'s range of a symbol',
  size: { w: 4, h: 8, minW: 3, minH: 4 },
  usesSymbol: true,
  parse: () => ({}),
  load: () => import('./Kpis'),
};
