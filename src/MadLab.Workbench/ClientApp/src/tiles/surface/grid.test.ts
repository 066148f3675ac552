import { expect, it } from 'vitest';
import { gridOf } from './grid';

it('puts points in order and leaves gaps where there is no option', () => {
  const point = (strike: number, expiry: string, impliedVol: number) => ({ strike, expiry: `${expiry}T00:00:00Z`, impliedVol });
  expect(gridOf([point(110, '2026-02-20', 0.3), point(90, '2026-01-16', 0.4), point(110, '2026-01-16', 0.2)])).toEqual({
    strikes: [90, 110],
    expiries: ['2026-01-16', '2026-02-20'],
    vols: [[0.4, 0.2], [undefined, 0.3]],
  });
});
