import type { Bar } from '../../api/market';
import { dateOf, wallSeconds } from '../../format/times';
import type { Update } from '../../streaming';

export interface Candle {
  /** Seconds, on the clock of the exchange. */
  time: number;
  open: number;
  high: number;
  low: number;
  close: number;
}

/** Whether bars are shorter than a day; a daily bar's time is midnight UTC of its session. */
export function isIntraday(bars: readonly Bar[]): boolean {
  return bars.some((b) => !b.date.endsWith('T00:00:00Z'));
}

/** Where a bar stands on the axis: a day as it is, a shorter one by the clock of its exchange. */
export function timeOf(date: string, intraday: boolean, timeZone: string): number {
  return intraday ? wallSeconds(date, timeZone) : Date.parse(date) / 1_000;
}

/**
 * Candles in rising order of the axis. In the hour that clocks go back twice the same time of day comes again; what would stand before its
 * neighbour is left out, and no exchange trades then.
 */
export function candlesOf(bars: readonly Bar[], timeZone: string): Candle[] {
  const intraday = isIntraday(bars);
  const candles: Candle[] = [];
  for (const bar of bars) {
    const time = timeOf(bar.date, intraday, timeZone);
    if (time > (candles.at(-1)?.time ?? -Infinity)) {
      candles.push({ time, open: bar.open, high: bar.high, low: bar.low, close: bar.close });
    }
  }

  return candles;
}

/**
 * The last candle as a quote moves it; null where the quote belongs to none: daily candles take a quote of their own session, or begin the next
 * one with it; shorter ones take it while it falls into the last bar, or follows it within the same session.
 */
export function moved(last: Candle, lastDate: string, stepSeconds: number | null, quote: Update, timeZone: string): Candle | null {
  if (stepSeconds === null) {
    const session = dateOf(quote.timestamp, timeZone);
    const lastSession = lastDate.slice(0, 10);
    if (session < lastSession) {
      return null;
    }

    return session === lastSession ? stretched(last, quote.price) : {
      time: Date.parse(`${session}T00:00:00Z`) / 1_000,
      open: quote.open > 0 ? quote.open : quote.price,
      high: Math.max(quote.high, quote.price),
      low: quote.low > 0 ? Math.min(quote.low, quote.price) : quote.price,
      close: quote.price,
    };
  }

  const time = wallSeconds(new Date(quote.timestamp).toISOString(), timeZone);
  const begin = last.time + Math.floor((time - last.time) / stepSeconds) * stepSeconds;
  if (begin < last.time) {
    return null;
  }

  return begin === last.time ? stretched(last, quote.price) : { time: begin, open: quote.price, high: quote.price, low: quote.price, close: quote.price };
}

/** The shortest distance of two bars, in seconds; null for daily and longer ones. */
export function stepOf(candles: readonly Candle[], intraday: boolean): number | null {
  if (!intraday || candles.length < 2) {
    return intraday ? 300 : null;
  }

  return candles.slice(1).reduce((least, c, i) => Math.min(least, c.time - candles[i]!.time), Infinity);
}

function stretched(candle: Candle, price: number): Candle {
  return { ...candle, high: Math.max(candle.high, price), low: Math.min(candle.low, price), close: price };
}
