import { useMetrics, type Metrics } from '../api/system';
import { compact, decimal } from '../format/numbers';
import { ErrorState, Skeleton } from '../ui/states';
import { polyline, TimerHistory } from './history';

/** Kept while the page is open, so that a look at another panel does not begin anew. */
const history = new TimerHistory();
const [width, height] = [120, 34];

export default function MetricsPanel() {
  const asked = useMetrics(true);
  const metrics = asked.data;
  if (metrics === undefined) {
    return asked.isPending ? <Skeleton /> : <ErrorState error={asked.error} onRetry={() => void asked.refetch()} />;
  }

  history.add(metrics);
  return (
    <div className="panel-body">
      <h3>Timers of the last minute, in milliseconds</h3>
      <table>
        <thead>
          <tr>
            <th>Timer</th>
            <th className="num">Calls</th>
            <th className="num">p50</th>
            <th className="num">p90</th>
            <th className="num">p99</th>
            <th>p99, p50</th>
          </tr>
        </thead>
        <tbody>
          {metrics.timers.filter((t) => t.count > 0 || history.of(t.name).some((s) => s.p99 > 0)).map((t) => (
            <tr key={t.name}>
              <th scope="row">{t.name}</th>
              <td className="num">{compact(t.count)}</td>
              <td className="num">{decimal(t.p50, 1)}</td>
              <td className="num">{decimal(t.p90, 1)}</td>
              <td className="num">{decimal(t.p99, 1)}</td>
              <td><Spark timer={t} /></td>
            </tr>
          ))}
        </tbody>
      </table>
      <h3>Rates, per second</h3>
      <table>
        <tbody>
          {metrics.rates.map((r) => <tr key={r.name}><th scope="row">{r.name}</th><td className="num">{decimal(r.perSec, 1)}</td></tr>)}
        </tbody>
      </table>
      <h3>Counters since the start</h3>
      <table>
        <tbody>
          {metrics.counters.filter((c) => c.value > 0).map((c) => <tr key={c.name}><th scope="row">{c.name}</th><td className="num">{compact(c.value)}</td></tr>)}
        </tbody>
      </table>
      <p className="muted">Memory: {compact(metrics.memory.heapUsed)}B managed, {compact(metrics.memory.rss)}B in all.</p>
    </div>
  );
}

function Spark({ timer }: { timer: Metrics['timers'][number] }) {
  const samples = history.of(timer.name);
  const max = Math.max(...samples.map((s) => s.p99));
  return (
    <svg viewBox={`0 0 ${width} ${height}`} width={width} height={height} role="img" aria-label={`${timer.name} over ${samples.length} readings, p99 at most ${decimal(max, 1)} ms`}>
      <polyline className="spark p99" points={polyline(samples.map((s) => s.p99), max, width, height)} />
      <polyline className="spark p90" points={polyline(samples.map((s) => s.p90), max, width, height)} />
      <polyline className="spark p50" points={polyline(samples.map((s) => s.p50), max, width, height)} />
    </svg>
  );
}
