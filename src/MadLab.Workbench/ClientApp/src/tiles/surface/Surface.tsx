import { useEffect, useMemo } from 'react';
import { useMarket, type Surface as Answer } from '../../api/market';
import { percent, price } from '../../format/numbers';
import { EmptyState, ErrorState, Skeleton } from '../../ui/states';
import { ChartFrame } from '../ChartFrame';
import { chartStyle, cold } from '../chartStyle';
import '../charts.css';
import type { EChartOption } from '../echarts';
import type { TileProps } from '../tile';
import { views, type SurfaceConfig } from './definition';
import { gridOf, type VolGrid } from './grid';

export default function Surface({ config, onConfig, symbol, setProvenance, setCsv }: TileProps<SurfaceConfig>) {
  const asked = useMarket<Answer>({ symbol, type: 'vol' });
  const answer = asked.data?.data;
  const grid = useMemo(() => (answer === undefined ? undefined : gridOf(answer.points)), [answer]);
  useEffect(() => setProvenance(asked.data?.provenance ?? null), [asked.data, setProvenance]);
  useEffect(() => {
    setCsv(answer === undefined ? null : () => ({
      name: `${symbol}-implied-volatility`,
      header: ['expiry', 'strike', 'implied volatility (per year)', 'bid', 'ask', 'delta'],
      rows: answer.points.map((p) => [p.expiry, p.strike, p.impliedVol, p.bidVol, p.askVol, p.delta]),
    }));
  }, [answer, symbol, setCsv]);

  if (asked.isPending) {
    return <Skeleton />;
  }

  if (answer === undefined || grid === undefined) {
    return <ErrorState error={asked.error} onRetry={() => void asked.refetch()} />;
  }

  if (answer.points.length === 0) {
    return <EmptyState>No options of {symbol} are quoted.</EmptyState>;
  }

  return (
    <ChartFrame
      label={`Implied volatility of ${symbol}, underlying at ${price(answer.underlyingPrice)}`}
      dependencies={[grid, config.view]}
      controls={
        <div role="group" aria-label="View">
          {views.map((view) => (
            <button key={view} type="button" className="button quiet" aria-pressed={view === config.view} onClick={() => onConfig({ view })}>
              {view === 'smile' ? 'Smiles' : 'Heat map'}
            </button>
          ))}
        </div>
      }
      option={() => (config.view === 'smile' ? smiles(grid) : heat(grid))}
      table={
        <table>
          <thead>
            <tr>
              <th className="num">Strike</th>
              {grid.expiries.map((e) => <th key={e} className="num">{e}</th>)}
            </tr>
          </thead>
          <tbody>
            {grid.strikes.map((strike, i) => (
              <tr key={strike}>
                <th scope="row" className="num">{price(strike)}</th>
                {grid.expiries.map((e, j) => <td key={e} className="num">{percent(grid.vols[j]?.[i], 1)}</td>)}
              </tr>
            ))}
          </tbody>
        </table>
      }
    />
  );
}

function smiles(grid: VolGrid): EChartOption {
  const style = chartStyle();
  return {
    ...style,
    tooltip: { ...style.tooltip, trigger: 'axis', valueFormatter: (v) => percent(v as number | undefined, 1) },
    grid: { left: 46, right: 12, top: 34, bottom: 34 },
    xAxis: { type: 'value', name: 'strike', nameLocation: 'middle', nameGap: 22, scale: true, ...style.axis },
    yAxis: { type: 'value', scale: true, ...style.axis, axisLabel: { ...style.axis.axisLabel, formatter: (v: number) => percent(v, 0) } },
    series: grid.expiries.map((expiry, j) => ({
      type: 'line',
      name: expiry,
      showSymbol: false,
      data: grid.strikes.flatMap((strike, i) => {
        const vol = grid.vols[j]?.[i];
        return vol === undefined ? [] : [[strike, vol]];
      }),
    })),
  };
}

function heat(grid: VolGrid): EChartOption {
  const style = chartStyle();
  const known = grid.vols.flat().filter((v): v is number => v !== undefined);
  return {
    ...style,
    tooltip: { ...style.tooltip, formatter: (p) => (Array.isArray(p) ? '' : tell(grid, p.value as number[])) },
    legend: undefined,
    grid: { left: 70, right: 12, top: 8, bottom: 70 },
    xAxis: { type: 'category', name: 'strike', nameLocation: 'middle', nameGap: 22, data: grid.strikes.map((s) => price(s)), ...style.axis },
    yAxis: { type: 'category', data: grid.expiries, ...style.axis },
    visualMap: {
      min: Math.min(...known), max: Math.max(...known), orient: 'horizontal', left: 'center', bottom: 0, itemHeight: 110,
      formatter: (v) => percent(Number(v), 0), textStyle: style.legend.textStyle, inRange: { color: cold },
    },
    series: [{ type: 'heatmap', data: grid.vols.flatMap((row, y) => row.flatMap((v, x): [number, number, number][] => (v === undefined ? [] : [[x, y, v]]))) }],
  };
}

function tell(grid: VolGrid, [x = 0, y = 0, vol]: number[]): string {
  return `${grid.expiries[y]}, strike ${price(grid.strikes[x])}: ${percent(vol, 1)}`;
}
