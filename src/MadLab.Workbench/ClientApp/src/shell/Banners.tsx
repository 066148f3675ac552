import { useConfig, useHealth } from '../api/system';
import { useStreamStatus } from '../live/live';
import { sheets } from '../sheets/sheets';
import type { OpenSheet } from '../sheets/store';

/** What a reader has to know before any number is believed. */
export function Banners({ sheet, onDecide }: { sheet: OpenSheet; onDecide(): void }) {
  const config = useConfig();
  const health = useHealth().data;
  const stream = useStreamStatus();
  const isOff = config.data?.liveData === false || (stream.transport !== null && !stream.liveData);
  return (
    <div className="banners" aria-live="polite">
      {config.isError && <p className="banner danger" data-testid="banner">The host cannot be reached. What is shown is what was there last.</p>}
      {isOff && <p className="banner warn" data-testid="banner">Live data is switched off by the operator. Prices stand still and are marked; what is not in the cache is missing.</p>}
      {config.data?.demo === true && <p className="banner warn" data-testid="banner">Demo: these prices are made up. Configure a provider to see a market.</p>}
      {stream.replay != null && <p className="banner warn" data-testid="banner">Replay of {stream.replay.session} at {stream.replay.speed} times its speed.</p>}
      {health?.db === 'down' && <p className="banner danger" data-testid="banner">The database is down{health.dbError == null ? '' : `: ${health.dbError}`}. Prices go on; changes wait in this browser.</p>}
      {config.data?.durable === false && <p className="banner" data-testid="banner">Sheets live in the host's memory and end with it. Export what you want to keep.</p>}
      {sheet.state === 'conflict' && (
        <p className="banner danger" data-testid="banner">
          This sheet was changed elsewhere.{' '}
          <button type="button" className="button" onClick={onDecide}>
            Compare and choose
          </button>
        </p>
      )}
      {sheet.state === 'failed' && (
        <p className="banner danger" data-testid="banner">
          This sheet is not saved: {sheet.problem}{' '}
          <button type="button" className="button" onClick={() => sheets.retry()}>
            Try again
          </button>
        </p>
      )}
    </div>
  );
}
