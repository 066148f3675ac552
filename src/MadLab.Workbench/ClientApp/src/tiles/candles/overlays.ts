import type { Candle } from './points';
import type { Overlay } from './definition';

export interface Line {
  name: string;
  /** A token of the theme. */
  color: string;
  /** On a pane of its own, from 0 to 100. */
  isOscillator: boolean;
  points: { time: number; value: number }[];
}

/** The lines of the indicators chosen. The library is loaded when the first one is. */
export async function linesOf(candles: readonly Candle[], chosen: readonly Overlay[]): Promise<Line[]> {
  if (chosen.length === 0) {
    return [];
  }

  const { bb, ema, rsi, sma } = await import('indicatorts');
  const closes = candles.map((c) => c.close);

  // What an indicator says before it has seen its period means nothing.
  const line = (name: string, color: string, values: readonly number[], period: number, isOscillator = false): Line => ({
    name,
    color,
    isOscillator,
    points: candles.map((c, i) => ({ time: c.time, value: values[i] ?? NaN })).slice(period).filter((p) => Number.isFinite(p.value)),
  });
  return chosen.flatMap((overlay) => {
    switch (overlay) {
      case 'sma':
        return [line('SMA 20', 'yellow', sma(closes, { period: 20 }), 19)];
      case 'ema':
        return [line('EMA 50', 'accent', ema(closes, { period: 50 }), 49)];
      case 'bollinger': {
        const { upper, lower } = bb(closes, { period: 20 });
        return [line('Bollinger upper', 'muted', upper, 19), line('Bollinger lower', 'muted', lower, 19)];
      }
      case 'rsi':
        return [line('RSI 14', 'yellow', rsi(closes, { period: 14 }), 14, true)];
    }
  });
}
