import { reader } from '../read';
import type { TileDefinition } from '../tile';

export const estimators = ['close-close', 'parkinson', 'garman-klass', 'rogers-satchell', 'yang-zhang'] as const;

export interface ConeConfig {
  estimator: (typeof estimators)[number];
}

export const cone: TileDefinition<ConeConfig> = {
  kind: 'cone',
  name: 'Volatility cone',
  description: 'Realised volatility by window, today beside its own history',
  size: { w: 6, h: 10, minW: 4, minH: 6 },
  usesSymbol: true,
  parse: (props) => ({ estimator: reader(props).oneOf('estimator', estimators, 'close-close') }),
  load: () => import('./Cone'),
};
