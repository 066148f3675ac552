import { useEffect } from 'react';
import { ranges, useMarket, type Quality as Answer } from '../../api/market';
import { decimal } from '../../format/numbers';
import { EmptyState, ErrorState, Skeleton } from '../../ui/states';
import '../charts.css';
import type { TileProps } from '../tile';
import type { QualityConfig } from './definition';

export default function Quality({ config, onConfig, symbol, setProvenance, setCsv }: TileProps<QualityConfig>) {
  const asked = useMarket<Answer>({ symbol, type: 'quality', range: config.range });
  const answer = asked.data?.data;
  useEffect(() => setProvenance(asked.data?.provenance ?? null), [asked.data, setProvenance]);
  useEffect(() => {
    setCsv(answer === undefined ? null : () => ({
      name: `${symbol}-quality-${config.range}`,
      header: ['date', 'severity', 'kind', 'value', 'expected', 'message'],
      rows: answer.issues.map((i) => [i.date, i.severity, i.kind, i.value, i.expected, i.message]),
    }));
  }, [answer, symbol, config.range, setCsv]);

  return (
    <div className="chart-frame">
      <div className="chart-bar">
        <span className="muted">{answer === undefined ? '' : `${answer.bars} bars, ${answer.sessionsExpected ?? '?'} sessions expected, ${answer.issuesFound} issues`}</span>
        <label>
          <span className="visually-hidden">Range</span>
          <select className="input" value={config.range} onChange={(e) => onConfig({ range: ranges.find((r) => r === e.target.value)! })}>
            {ranges.map((r) => <option key={r}>{r}</option>)}
          </select>
        </label>
      </div>
      {asked.isPending ? (
        <Skeleton />
      ) : answer === undefined ? (
        <ErrorState error={asked.error} onRetry={() => void asked.refetch()} />
      ) : answer.issues.length === 0 ? (
        <EmptyState>Nothing wrong was found in this series.</EmptyState>
      ) : (
        <div className="scroll" tabIndex={0} role="group" aria-label={`Issues of ${symbol}`}>
          <table>
            <thead>
              <tr>
                <th>Date</th>
                <th>Severity</th>
                <th>Kind</th>
                <th className="num">Value</th>
                <th className="num">Expected</th>
                <th>What</th>
              </tr>
            </thead>
            <tbody>
              {answer.issues.map((issue, i) => (
                <tr key={i}>
                  <td>{issue.date.slice(0, 10)}</td>
                  <td>{issue.severity}</td>
                  <td>{issue.kind.replaceAll('_', ' ')}</td>
                  <td className="num">{decimal(issue.value)}</td>
                  <td className="num">{decimal(issue.expected)}</td>
                  <td>{issue.message}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  );
}
