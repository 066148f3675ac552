import { useEffect } from 'react';
import { useMarket, type Cone as Answer } from '../../api/market';
import { percent } from '../../format/numbers';
import { ErrorState, Skeleton } from '../../ui/states';
import { token } from '../../ui/theme';
import { ChartFrame } from '../ChartFrame';
import { chartStyle } from '../chartStyle';
import '../charts.css';
import type { TileProps } from '../tile';
import { estimators, type ConeConfig } from './definition';

const lines = [
  { name: 'max', key: 'max', color: 'down' },
  { name: '90 %', key: 'p90', color: 'line-strong' },
  { name: '75 %', key: 'p75', color: 'line-strong' },
  { name: 'median', key: 'p50', color: 'accent' },
  { name: '25 %', key: 'p25', color: 'line-strong' },
  { name: '10 %', key: 'p10', color: 'line-strong' },
  { name: 'min', key: 'min', color: 'up' },
  { name: 'now', key: 'current', color: 'yellow' },
] as const;

export default function Cone({ config, onConfig, symbol, setProvenance, setCsv }: TileProps<ConeConfig>) {
  const asked = useMarket<Answer>({ symbol, type: 'volcone', estimator: config.estimator });
  const answer = asked.data?.data;
  useEffect(() => setProvenance(asked.data?.provenance ?? null), [asked.data, setProvenance]);
  useEffect(() => {
    setCsv(answer === undefined ? null : () => ({
      name: `${symbol}-volatility-cone-${config.estimator}`,
      header: ['days', ...lines.map((l) => `${l.name} (per year)`), 'rank', 'n'],
      rows: answer.windows.map((w) => [w.days, ...lines.map((l) => w[l.key]), w.rank, w.n]),
    }));
  }, [answer, symbol, config.estimator, setCsv]);

  if (asked.isPending) {
    return <Skeleton />;
  }

  if (answer === undefined) {
    return <ErrorState error={asked.error} onRetry={() => void asked.refetch()} />;
  }

  return (
    <ChartFrame
      label={`Volatility cone of ${symbol}`}
      dependencies={[answer]}
      controls={
        <label>
          <span className="visually-hidden">Estimator</span>
          <select className="input" value={config.estimator} onChange={(e) => onConfig({ estimator: estimators.find((v) => v === e.target.value)! })}>
            {estimators.map((v) => <option key={v}>{v}</option>)}
          </select>
        </label>
      }
      option={() => {
        const style = chartStyle();
        return {
          ...style,
          axis: undefined,
          tooltip: { ...style.tooltip, trigger: 'axis', valueFormatter: (v) => percent(Number(v), 1) },
          grid: { left: 46, right: 12, top: 30, bottom: 34 },
          xAxis: { type: 'category', name: 'window in days', nameLocation: 'middle', nameGap: 22, data: answer.windows.map((w) => String(w.days)), ...style.axis },
          yAxis: { type: 'value', ...style.axis, axisLabel: { ...style.axis.axisLabel, formatter: (v: number) => percent(v, 0) } },
          series: lines.map((l) => ({
            type: 'line', name: l.name, data: answer.windows.map((w) => w[l.key]), symbol: l.key === 'current' ? 'circle' : 'none',
            lineStyle: { color: token(l.color), width: l.key === 'current' || l.key === 'p50' ? 2 : 1 }, itemStyle: { color: token(l.color) },
          })),
        };
      }}
      table={
        <table>
          <thead>
            <tr>
              <th className="num">Days</th>
              {lines.map((l) => <th key={l.key} className="num">{l.name}</th>)}
              <th className="num">Rank</th>
            </tr>
          </thead>
          <tbody>
            {answer.windows.map((w) => (
              <tr key={w.days}>
                <td className="num">{w.days}</td>
                {lines.map((l) => <td key={l.key} className="num">{percent(w[l.key], 1)}</td>)}
                <td className="num">{percent(w.rank, 0)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      }
    />
  );
}
