import { reader } from '../read';
import type { TileDefinition } from '../tile';

export const periods = ['1M', '3M', '6M', '1Y', '5Y'] as const;
export const maxCorrelated = 20;

export interface CorrelationConfig {
  symbols: string[];
  period: (typeof periods)[number];
}

export const correlation: TileDefinition<CorrelationConfig> = {
  kind: 'correlation',
  name: 'Correlation',
  description: 'How the returns of symbols move together',
  size: { w: 6, h: 10, minW: 4, minH: 6 },
  usesSymbol: false,
  parse: (props) => {
    const read = reader(props);
    return { symbols: read.list('symbols', ['AAPL', 'MSFT', 'NVDA', 'SPY'], maxCorrelated), period: read.oneOf('period', periods, '1Y') };
  },
  load: () => import('./Correlation'),
};
