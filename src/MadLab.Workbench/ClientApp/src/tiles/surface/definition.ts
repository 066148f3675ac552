import { reader } from '../read';
import type { TileDefinition } from '../tile';

export const views = ['smile', 'heat'] as const;

export interface SurfaceConfig {
  view: (typeof views)[number];
}

export const surface: TileDefinition<SurfaceConfig> = {
  kind: 'surface',
  name: 'Implied volatility',
  description: 'Smiles by expiry, and strike by expiry as a heat map',
  size: { w: 7, h: 11, minW: 4, minH: 6 },
  usesSymbol: true,
  parse: (props) => ({ view: reader(props).oneOf('view', views, 'smile') }),
  load: () => import('./Surface'),
};
