import { describe, expect, it } from 'vitest';
import type { Bar } from '../../api/market';
import type { Update } from '../../streaming';
import { candlesOf, isIntraday, moved, stepOf } from './points';

const zone = 'America/New_York';
const bar = (date: string, close = 10): Bar => ({ date, open: 10, high: 12, low: 9, close, volume: 100 });
const quote = (iso: string, price: number): Update =>
  ({ symbol: 'SPY', seq: 1, price, timestamp: Date.parse(iso), volume: 0, change: 0, changePercent: 0, open: 10.5, high: 13, low: 8 });
const clockOf = (time: number): string => new Date(time * 1_000).toISOString().slice(11, 16);

describe('The axis', () => {
  it('opens SPY at 09:30 on both sides of the day the clocks go forward', () => {
    // Five-minute bars of Friday the 6th and Monday the 9th of March 2026; the clocks changed on Sunday.
    const candles = candlesOf([bar('2026-03-06T14:30:00Z'), bar('2026-03-06T20:55:00Z'), bar('2026-03-09T13:30:00Z'), bar('2026-03-09T19:55:00Z')], zone);
    expect(candles.map((c) => clockOf(c.time))).toEqual(['09:30', '15:55', '09:30', '15:55']);
  });

  it('keeps daily bars on their session, whatever the zone', () => {
    const bars = [bar('2026-03-06T00:00:00Z'), bar('2026-03-09T00:00:00Z')];
    expect(isIntraday(bars)).toBe(false);
    expect(candlesOf(bars, zone).map((c) => new Date(c.time * 1_000).toISOString().slice(0, 10))).toEqual(['2026-03-06', '2026-03-09']);
    expect(candlesOf([bar('2026-03-09T00:00:00Z'), bar('2026-03-09T00:00:00Z')], zone)).toHaveLength(1);
  });
});

describe('The last candle', () => {
  const daily = candlesOf([bar('2026-03-09T00:00:00Z')], zone).at(-1)!;

  it('of a day is stretched by a quote of its session, and followed by the next session', () => {
    expect(moved(daily, '2026-03-09T00:00:00Z', null, quote('2026-03-09T20:00:00Z', 14), zone)).toMatchObject({ time: daily.time, open: 10, high: 14, low: 9, close: 14 });
    // Already the next day in UTC, still the same evening in New York.
    expect(moved(daily, '2026-03-09T00:00:00Z', null, quote('2026-03-10T02:00:00Z', 8), zone)).toMatchObject({ time: daily.time, low: 8 });
    expect(moved(daily, '2026-03-09T00:00:00Z', null, quote('2026-03-10T14:00:00Z', 11), zone)).toMatchObject({ open: 10.5, high: 13, low: 8, close: 11 });
    expect(moved(daily, '2026-03-09T00:00:00Z', null, quote('2026-03-06T20:00:00Z', 11), zone)).toBeNull();
  });

  it('of five minutes takes what falls into it, and the next begins on its own', () => {
    const candles = candlesOf([bar('2026-03-09T13:30:00Z'), bar('2026-03-09T13:35:00Z')], zone);
    const step = stepOf(candles, true);
    expect(step).toBe(300);
    const last = candles.at(-1)!;
    expect(moved(last, '', step, quote('2026-03-09T13:39:59Z', 13), zone)).toMatchObject({ time: last.time, high: 13, close: 13 });
    expect(moved(last, '', step, quote('2026-03-09T13:40:00Z', 11), zone)).toMatchObject({ time: last.time + 300, open: 11, close: 11 });
    expect(moved(last, '', step, quote('2026-03-09T13:34:00Z', 13), zone)).toBeNull();
  });
});
