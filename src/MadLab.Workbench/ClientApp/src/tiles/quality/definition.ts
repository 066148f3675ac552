import { ranges, type Range } from '../../api/market';
import { reader } from '../read';
import type { TileDefinition } from '../tile';

export interface QualityConfig {
  range: Range;
}

export const quality: TileDefinition<QualityConfig> = {
  kind: 'quality',
  name: 'Data quality',
  description: 'Gaps, outliers, level shifts and impossible bars of a series',
  size: { w: 6, h: 8, minW: 3, minH: 4 },
  usesSymbol: true,
  parse: (props) => ({ range: reader(props).oneOf('range', ranges, '1Y') }),
  load: () => import('./Quality'),
};
