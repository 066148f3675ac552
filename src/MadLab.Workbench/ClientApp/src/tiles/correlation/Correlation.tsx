import { useEffect } from 'react';
import { useMarket, type Correlation as Answer } from '../../api/market';
import { decimal } from '../../format/numbers';
import { EmptyState, ErrorState, Skeleton } from '../../ui/states';
import { ChartFrame } from '../ChartFrame';
import { chartStyle, diverging } from '../chartStyle';
import '../charts.css';
import { SymbolSearch } from '../SymbolSearch';
import type { TileProps } from '../tile';
import { maxCorrelated, periods, type CorrelationConfig } from './definition';
import './correlation.css';

export default function Correlation({ config, onConfig, setProvenance, setCsv }: TileProps<CorrelationConfig>) {
  const isEnough = config.symbols.length >= 2;
  const asked = useMarket<Answer>({ type: 'correlation', symbols: config.symbols.join(','), period: config.period }, isEnough);
  const answer = asked.data?.data;
  useEffect(() => setProvenance(asked.data?.provenance ?? null), [asked.data, setProvenance]);
  useEffect(() => {
    setCsv(answer === undefined ? null : () => ({
      name: `correlation-${config.period}`,
      header: ['symbol', ...answer.symbols],
      rows: answer.symbols.map((s, i) => [s, ...(answer.matrix[i] ?? [])]),
    }));
  }, [answer, config.period, setCsv]);

  return (
    <div className="correlation">
      <div className="chips">
        {config.symbols.map((s) => (
          <span key={s} className="chip">
            {s}
            <button type="button" aria-label={`Remove ${s}`} onClick={() => onConfig({ symbols: config.symbols.filter((o) => o !== s) })}>
              ×
            </button>
          </span>
        ))}
        <SymbolSearch
          label="Add a symbol"
          onPick={(s) => config.symbols.length < maxCorrelated && !config.symbols.includes(s) && onConfig({ symbols: [...config.symbols, s] })}
        />
      </div>
      {!isEnough ? (
        <EmptyState>Add two symbols at least.</EmptyState>
      ) : asked.isPending ? (
        <Skeleton />
      ) : answer === undefined ? (
        <ErrorState error={asked.error} onRetry={() => void asked.refetch()} />
      ) : (
        <ChartFrame
          label={`Correlation of ${answer.symbols.join(', ')} over ${config.period}`}
          dependencies={[answer]}
          controls={
            <label>
              <span className="visually-hidden">Period</span>
              <select className="input" value={config.period} onChange={(e) => onConfig({ period: periods.find((p) => p === e.target.value)! })}>
                {periods.map((p) => <option key={p}>{p}</option>)}
              </select>
            </label>
          }
          option={() => {
            const style = chartStyle();
            return {
              ...style,
              axis: undefined,
              tooltip: { ...style.tooltip, formatter: (p) => (Array.isArray(p) ? '' : tell(answer, p.value as number[])) },
              grid: { left: 60, right: 12, top: 8, bottom: 56 },
              xAxis: { type: 'category', data: answer.symbols, ...style.axis },
              yAxis: { type: 'category', data: answer.symbols, inverse: true, ...style.axis },
              visualMap: { min: -1, max: 1, calculable: false, orient: 'horizontal', left: 'center', bottom: 0, itemHeight: 90, text: ['1', '-1'], textStyle: style.legend.textStyle, inRange: { color: diverging } },
              series: [{
                type: 'heatmap',
                data: answer.matrix.flatMap((row, y) => row.map((v, x): [number, number, number | string] => [x, y, v ?? '-'])),
                label: { show: answer.symbols.length <= 12, color: '#0b0e12', formatter: (p) => decimal((p.value as number[])[2]) },
              }],
            };
          }}
          table={
            <table>
              <thead>
                <tr>
                  <th>Symbol</th>
                  {answer.symbols.map((s) => <th key={s} className="num">{s}</th>)}
                </tr>
              </thead>
              <tbody>
                {answer.symbols.map((s, i) => (
                  <tr key={s}>
                    <th scope="row">{s}</th>
                    {answer.matrix[i]?.map((v, j) => <td key={answer.symbols[j]} className="num">{decimal(v)}</td>)}
                  </tr>
                ))}
              </tbody>
            </table>
          }
        />
      )}
      {answer?.warning != null && <p className="hint muted">{answer.warning}</p>}
    </div>
  );
}

function tell(answer: Answer, [x = 0, y = 0, value]: number[]): string {
  const pair = `${answer.symbols[y]} and ${answer.symbols[x]}`;
  return typeof value === 'number' ? `${pair}: ${decimal(value)}, of ${answer.n[y]?.[x]} returns` : `${pair}: too few days in common`;
}
