import { useConfig, useHealth } from '../api/system';
import { clock } from '../format/times';
import { useStreamStatus } from '../live/live';
import type { OpenSheet, SheetState } from '../sheets/store';

const transports = { websocket: 'WebSocket', sse: 'events', polling: 'polling' };
const states = { connecting: 'connecting', open: 'live', stale: 'silent', reconnecting: 'reconnecting', stopped: 'idle' };
const saved: Record<SheetState, string> = {
  saved: 'saved', dirty: 'changed', saving: 'saving', waiting: 'waits for the store', conflict: 'in conflict', failed: 'not saved', loading: 'opening', missing: 'not there',
};

export function StatusBar({ sheet, onHealth }: { sheet: OpenSheet; onHealth(): void }) {
  const config = useConfig().data;
  const health = useHealth().data;
  const stream = useStreamStatus();
  const place = config === undefined ? '' : config.dbMode === 'db' ? (config.durable ? 'database, durable' : 'database in memory, ends with the host') : 'memory, ends with the host';
  const off = health?.switches.find((s) => s.name === 'live-data' && s.value === false);
  return (
    <footer className="status" data-testid="status-bar">
      <button type="button" className="button quiet" onClick={onHealth}>
        Host: {health === undefined ? '…' : health.status}
      </button>
      <span>Provider: {health?.provider ?? '…'}</span>
      <span>
        Store: {health?.db === 'down' ? 'down' : place}
      </span>
      <span data-testid="sheet-state">Sheet: {sheet.id === undefined && sheet.state === 'saved' ? 'unchanged' : saved[sheet.state]}</span>
      <span data-testid="stream-state" data-transport={stream.transport ?? ''} data-state={stream.state}>
        Stream: {states[stream.state]}
        {stream.transport !== null && ` by ${transports[stream.transport]}`}
        {stream.latencyMs !== undefined && `, ${Math.round(stream.latencyMs)} ms`}
      </span>
      {stream.fault !== undefined && <span className="down" title={stream.fault.code}>{stream.fault.message}</span>}
      <span>
        Live data: {config === undefined ? '…' : config.liveData ? 'on' : 'off'}
        {off?.since != null && ` since ${clock(off.since)}`}
      </span>
      <span className="version">{config?.version}</span>
    </footer>
  );
}
