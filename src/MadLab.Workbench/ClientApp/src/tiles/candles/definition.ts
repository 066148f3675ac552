import { ranges, type Range } from '../../api/market';
import { reader } from '../read';
import type { TileDefinition } from '../tile';
import { CandleSettings } from './CandleSettings';

export const overlays = ['sma', 'ema', 'bollinger', 'rsi'] as const;
export type Overlay = (typeof overlays)[number];

export interface CandleConfig {
  range: Range;
  adjust: 'all' | 'raw';
  overlays: Overlay[];
  compare: string;
}

export const candles: TileDefinition<CandleConfig> = {
  kind: 'candles',
  name: 'Candles',
  description: 'Prices with volume and indicators; the last candle moves with the stream',
  size: { w: 8, h: 12, minW: 4, minH: 6 },
  usesSymbol: true,
  parse: (props) => {
    const read = reader(props);
    return {
      range: read.oneOf('range', ranges, '6M'),
      adjust: read.oneOf('adjust', ['all', 'raw'] as const, 'all'),
      overlays: read.list('overlays', [], overlays.length).filter((o): o is Overlay => overlays.some((known) => known === o)),
      compare: read.text('compare', '', 32),
    };
  },
  load: () => import('./Candles'),
  Settings: CandleSettings,
};
