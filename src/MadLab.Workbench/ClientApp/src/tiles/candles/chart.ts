import {
  CandlestickSeries, createChart, HistogramSeries, LineSeries, PriceScaleMode,
  type IChartApi, type ISeriesApi, type MouseEventParams, type Time, type UTCTimestamp,
} from 'lightweight-charts';
import type { Update } from '../../streaming';
import { token } from '../../ui/theme';
import type { Line } from './overlays';
import { moved, type Candle } from './points';

export interface Legend {
  time: string;
  open: number;
  high: number;
  low: number;
  close: number;
}

interface Shown {
  symbol: string;
  candles: Candle[];
  volumes: number[];
  intraday: boolean;
}

const at = (seconds: number): UTCTimestamp => seconds as UTCTimestamp;

/** The chart on its canvas. Times are given as clocks of the exchange, because the library knows no zones. */
export class CandleChart {
  readonly #chart: IChartApi;
  readonly #candles: ISeriesApi<'Candlestick'>;
  readonly #volume: ISeriesApi<'Histogram'>;
  readonly #onLegend: (legend: Legend | null) => void;
  #lines: ISeriesApi<'Line'>[] = [];
  #other: ISeriesApi<'Line'> | undefined;
  #shown: Shown | undefined;
  #last: Candle | undefined;
  /** The candle that the reader points at. */
  #under: Candle | undefined;
  #key = '';

  constructor(host: HTMLElement, onLegend: (legend: Legend | null) => void) {
    this.#onLegend = onLegend;
    const line = token('line');
    this.#chart = createChart(host, {
      autoSize: true,
      layout: { background: { color: token('surface') }, textColor: token('muted'), attributionLogo: false, fontSize: 11 },
      grid: { vertLines: { color: line }, horzLines: { color: line } },
      rightPriceScale: { borderColor: line },
      timeScale: { borderColor: line },
      localization: { locale: 'en-GB' },
    });
    const [up, down] = [token('up'), token('down')];
    this.#candles = this.#chart.addSeries(CandlestickSeries, { upColor: up, borderUpColor: up, wickUpColor: up, downColor: down, borderDownColor: down, wickDownColor: down });
    this.#volume = this.#chart.addSeries(HistogramSeries, { priceScaleId: 'volume', priceFormat: { type: 'volume' }, color: token('line-strong'), lastValueVisible: false, priceLineVisible: false });
    this.#chart.priceScale('volume').applyOptions({ scaleMargins: { top: 0.82, bottom: 0 } });
    this.#chart.subscribeCrosshairMove(this.#onCrosshair);
  }

  show(shown: Shown): void {
    this.#shown = shown;
    this.#last = shown.candles.at(-1);
    this.#chart.applyOptions({ timeScale: { timeVisible: shown.intraday, secondsVisible: false } });
    this.#candles.setData(shown.candles.map((c) => ({ ...c, time: at(c.time) })));
    this.#volume.setData(shown.candles.map((c, i) => ({ time: at(c.time), value: shown.volumes[i] ?? 0 })));

    // Another question is looked at whole; the same one, asked again, stays where the reader moved it.
    const key = `${shown.symbol} ${shown.candles[0]?.time}`;
    if (key !== this.#key) {
      this.#key = key;
      this.#under = undefined;
      this.#chart.timeScale().fitContent();
    }

    this.#tell(this.#under ?? this.#last);
  }

  /** Moves the last candle, or begins the next. */
  move(quote: Update, lastDate: string, step: number | null, timeZone: string): void {
    const next = this.#last === undefined ? null : moved(this.#last, lastDate, step, quote, timeZone);
    if (next !== null) {
      this.#last = next;
      this.#candles.update({ ...next, time: at(next.time) });
      if (this.#under === undefined || this.#under.time === next.time) {
        this.#tell(next);
      }
    }
  }

  draw(lines: readonly Line[]): void {
    this.#lines.forEach((s) => this.#chart.removeSeries(s));
    this.#lines = lines.map((line) => {
      const series = this.#chart.addSeries(
        LineSeries,
        { color: token(line.color), lineWidth: 1, title: line.name, priceLineVisible: false, lastValueVisible: line.isOscillator },
        line.isOscillator ? 1 : 0);
      series.setData(line.points.map((p) => ({ time: at(p.time), value: p.value })));
      return series;
    });
  }

  compare(symbol: string, candles: readonly Candle[]): void {
    if (this.#other !== undefined) {
      this.#chart.removeSeries(this.#other);
      this.#other = undefined;
    }

    const isCompared = candles.length > 0;
    this.#chart.priceScale('right').applyOptions({ mode: isCompared ? PriceScaleMode.Percentage : PriceScaleMode.Normal });
    if (isCompared) {
      this.#other = this.#chart.addSeries(LineSeries, { color: token('yellow'), lineWidth: 2, title: symbol });
      this.#other.setData(candles.map((c) => ({ time: at(c.time), value: c.close })));
    }
  }

  dispose(): void {
    this.#chart.unsubscribeCrosshairMove(this.#onCrosshair);
    this.#chart.remove();
  }

  #onCrosshair = (event: MouseEventParams<Time>): void => {
    const candle = event.seriesData.get(this.#candles);
    this.#under = candle !== undefined && 'close' in candle ? { ...candle, time: candle.time as number } : undefined;
    this.#tell(this.#under ?? this.#last);
  };

  #tell(candle: Candle | undefined): void {
    const text = candle === undefined ? '' : new Date(candle.time * 1_000).toISOString();
    this.#onLegend(candle === undefined ? null : { ...candle, time: this.#shown?.intraday === true ? text.slice(0, 16).replace('T', ' ') : text.slice(0, 10) });
  }
}
