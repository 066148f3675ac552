import { useHealth } from '../api/system';
import { decimal } from '../format/numbers';
import { dateTime } from '../format/times';
import { ErrorState, Skeleton } from '../ui/states';

export default function HealthPanel() {
  const asked = useHealth();
  const health = asked.data;
  if (health === undefined) {
    return asked.isPending ? <Skeleton /> : <ErrorState error={asked.error} onRetry={() => void asked.refetch()} />;
  }

  return (
    <div className="panel-body">
      <dl className="facts">
        <Fact name="Status" value={health.status} />
        <Fact name="Live data" value={health.liveData ? 'on' : 'off'} />
        <Fact name="Prices" value={health.demo ? 'made up (demo)' : 'real'} />
        <Fact name="Database" value={health.db === 'down' ? `down${health.dbError == null ? '' : `: ${health.dbError}`}` : `${health.db} (${health.dbMode})`} />
        <Fact name="Connections" value={String(health.streaming.connections)} />
        <Fact name="Symbols streamed" value={String(health.streaming.symbols)} />
        {health.backup != null && <Fact name="Last backup" value={health.backup.lastSuccess == null ? 'none yet' : dateTime(health.backup.lastSuccess, 'UTC') + ' UTC'} />}
        <Fact name="Version" value={health.version} />
      </dl>
      <h3>Switches of the operator</h3>
      {health.switches.length === 0 ? <p className="muted">None is set.</p> : (
        <ul>{health.switches.map((s) => <li key={s.name}>{s.name}: {String(s.value)}{s.since === null ? '' : `, since ${dateTime(s.since, 'UTC')} UTC`}</li>)}</ul>
      )}
      <h3>Providers</h3>
      <ul className="providers">
        {health.providers.map((p) => (
          <li key={p.name}>
            <strong>{p.name}</strong> <span className={`badge ${p.status === 'available' ? '' : 'danger'}`}>{p.status}</span>
            <p className="muted">{p.capabilities.join(', ')}</p>
            {p.latencyMs != null && <p className="muted">answers in {decimal(p.latencyMs, 1)} ms</p>}
            {p.lastError != null && <p>{p.lastError.code}{p.lastError.at === null ? '' : `, ${dateTime(p.lastError.at, 'UTC')} UTC`}</p>}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt className="muted">{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
