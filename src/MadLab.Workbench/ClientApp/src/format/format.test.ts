import { describe, expect, it } from 'vitest';
import { compact, percent, price, signedPercent } from './numbers';
import { dateTime, known, wallSeconds } from './times';

describe('Numbers', () => {
  it.each([
    [1234.5, '1,234.50'], [0, '0.00'], [0.1234567, '0.1235'], [0.00001234, '0.00001234'], [null, 'n/a'], [NaN, 'n/a'],
  ])('price %s is %s', (value, text) => expect(price(value)).toBe(text));

  it('says percent of fractions and of percent', () => {
    expect(percent(0.006637)).toBe('0.66 %');
    expect(signedPercent(1.5)).toBe('+1.50 %');
    expect(signedPercent(-1.5)).toBe('-1.50 %');
    expect(compact(2_274_966_000_000)).toBe('2.27T');
  });
});

describe('Times', () => {
  // New York's session opens at 14:30 UTC before the clocks go forward in March 2026, and at 13:30 after.
  it.each([['2026-03-06T14:30:00Z', '2026-03-06 09:30'], ['2026-03-09T13:30:00Z', '2026-03-09 09:30']])('%s is %s in New York', (utc, local) => {
    expect(dateTime(utc, 'America/New_York')).toBe(local);
    expect(new Date(wallSeconds(utc, 'America/New_York') * 1_000).toISOString()).toBe(`${local.replace(' ', 'T')}:00.000Z`);
  });

  it('falls back to UTC where a zone is unknown', () => {
    expect(known('Nowhere/City')).toBe('UTC');
    expect(known(null)).toBe('UTC');
  });
});
