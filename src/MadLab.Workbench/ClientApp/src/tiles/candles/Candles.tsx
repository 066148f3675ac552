import { useEffect, useMemo, useRef, useState } from 'react';
import { useInfo, usePrices, ranges } from '../../api/market';
import { price } from '../../format/numbers';
import { known } from '../../format/times';
import { onQuote } from '../../live/live';
import { ErrorState, Skeleton } from '../../ui/states';
import { useTheme } from '../../ui/theme';
import type { TileProps } from '../tile';
import { CandleChart, type Legend } from './chart';
import type { CandleConfig } from './definition';
import { linesOf } from './overlays';
import { candlesOf, isIntraday, stepOf } from './points';
import './candles.css';

export default function Candles({ config, onConfig, symbol, setProvenance, setCsv }: TileProps<CandleConfig>) {
  const asked = usePrices(symbol, config.range, config.adjust);
  const compared = usePrices(config.compare || symbol, config.range, config.adjust);
  const info = useInfo(symbol);
  const zone = known(info.data?.data.timeZone);
  const bars = asked.data?.data;
  const candles = useMemo(() => (bars === undefined ? [] : candlesOf(bars, zone)), [bars, zone]);
  const theme = useTheme().shown;
  const host = useRef<HTMLDivElement>(null);
  const chart = useRef<CandleChart | null>(null);
  const [legend, setLegend] = useState<Legend | null>(null);

  useEffect(() => setProvenance(asked.data?.provenance ?? null), [asked.data, setProvenance]);
  useEffect(() => {
    setCsv(bars === undefined ? null : () => ({
      name: `${symbol}-${config.range}`,
      header: ['time (UTC)', 'open', 'high', 'low', 'close', 'volume'],
      rows: bars.map((b) => [b.date, b.open, b.high, b.low, b.close, b.volume]),
    }));
  }, [bars, symbol, config.range, setCsv]);

  const hasBars = candles.length > 0;
  useEffect(() => {
    if (!hasBars || host.current === null) {
      return;
    }

    const made = new CandleChart(host.current, setLegend);
    chart.current = made;
    return () => {
      chart.current = null;
      made.dispose();
    };
    // Drawn anew in another theme: its colours are on a canvas.
  }, [hasBars, theme]);

  useEffect(() => {
    if (bars === undefined || chart.current === null) {
      return;
    }

    const intraday = isIntraday(bars);
    chart.current.show({ symbol, candles, volumes: bars.map((b) => b.volume), intraday });
    const step = stepOf(candles, intraday);
    const lastDate = bars.at(-1)?.date ?? '';
    return onQuote(symbol, (quote) => chart.current?.move(quote, lastDate, step, zone));
  }, [bars, candles, symbol, zone, theme, hasBars]);

  useEffect(() => {
    let isCurrent = true;
    void linesOf(candles, config.overlays).then((lines) => isCurrent && chart.current?.draw(lines));
    return () => {
      isCurrent = false;
    };
  }, [candles, config.overlays, theme]);

  const other = config.compare === '' ? undefined : compared.data?.data;
  useEffect(() => {
    chart.current?.compare(config.compare, other === undefined ? [] : candlesOf(other, zone));
  }, [other, config.compare, zone, theme, candles]);

  return (
    <div className="candles">
      <div className="candle-bar">
        <div role="group" aria-label="Range">
          {ranges.map((range) => (
            <button key={range} type="button" className="button quiet" aria-pressed={range === config.range} onClick={() => onConfig({ range })}>
              {range}
            </button>
          ))}
        </div>
        <span className="muted">{isIntraday(bars ?? []) ? zone : 'sessions'}</span>
      </div>
      {asked.isPending ? (
        <Skeleton rows={8} />
      ) : !hasBars ? (
        <ErrorState error={asked.error ?? new Error('There are no bars of this range.')} onRetry={() => void asked.refetch()} />
      ) : (
        <>
          <p className="legend" data-testid="legend">
            {legend !== null && (
              <>
                <strong>{symbol}</strong> {legend.time} · O {price(legend.open)} H {price(legend.high)} L {price(legend.low)} C {price(legend.close)}{' '}
                {info.data?.data.currency} {config.compare !== '' && `· compared with ${config.compare} in %`}
              </>
            )}
          </p>
          <div className="canvas" ref={host} role="img" aria-label={`Candles of ${symbol}, ${config.range}${legend === null ? '' : `, last close ${price(legend.close)}`}. The numbers are in the tile's CSV.`} />
        </>
      )}
      <small className="attribution muted">
        Charts: <a href="https://www.tradingview.com/" target="_blank" rel="noreferrer">TradingView Lightweight Charts™</a>
        {info.data?.data.attribution != null && <> · Data: {info.data.data.attribution}</>}
      </small>
    </div>
  );
}
