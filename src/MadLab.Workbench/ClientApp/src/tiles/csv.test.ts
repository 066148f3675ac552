import { expect, it } from 'vitest';
import { csvText } from './csv';

it('quotes, disarms formulas, leaves gaps empty and says where rows come from', () => {
  const text = csvText(
    { name: 'x', header: ['symbol', 'price (USD)'], rows: [['A,"B"', 1.5], ['=1+1', null], ['-2', NaN], ['line\nbreak', -3]] },
    { provider: 'p', asOf: '2026-01-02T00:00:00Z' });
  expect(text.split('\r\n')).toEqual([
    'symbol,price (USD),provider,as of (UTC)',
    '"A,""B""",1.5,p,2026-01-02T00:00:00Z',
    "'=1+1,,p,2026-01-02T00:00:00Z",
    "'-2,,p,2026-01-02T00:00:00Z",
    '"line\nbreak",-3,p,2026-01-02T00:00:00Z',
    '',
  ]);
});
