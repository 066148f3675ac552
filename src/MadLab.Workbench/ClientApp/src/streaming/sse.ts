import { query } from './limits';
import { faultOf, liveOf, numberOf, objectOf, sourcesOf, updatesOf } from './parse';
import type { Environment, Link, LinkEvents } from './types';

/** How long an overloaded host asks to be left alone. */
const overloadedMs = 15_000;

/** One event stream. Another set of symbols is another stream. */
export function openEventStream(env: Environment, address: string, symbols: readonly string[], intervalMs: number, on: LinkEvents): Link {
  let isOver = false;
  let isFinal = false;
  let retryAfterMs = 0;

  const source = env.openEvents(`${address}?symbols=${query(symbols)}&interval=${intervalMs}`, {
    event(name, data) {
      const message = isOver ? undefined : objectOf(data);
      if (message === undefined) {
        return;
      }

      on.heard();
      switch (name) {
        case 'open':
          on.opened({ sources: sourcesOf(message.sources), reconnectMs: numberOf(message.reconnectMs) });
          break;
        case 'price_update':
          on.updates(updatesOf([message]), false);
          break;
        case 'status': {
          const live = liveOf(message);
          retryAfterMs = live.reconnectMs ?? retryAfterMs;
          on.live(live);
          break;
        }
        case 'stream_error': {
          const fault = faultOf(message);
          isFinal ||= fault.code === 'ACCESS_REVOKED';
          retryAfterMs = fault.code === 'OVERLOADED' ? overloadedMs : retryAfterMs;
          on.fault(fault);
          break;
        }
      }
    },
    failed() {
      if (!isOver) {
        isOver = true;
        source.close();
        on.closed({ retryAfterMs, final: isFinal });
      }
    },
  });

  const known = new Set(symbols);
  return {
    transport: 'sse',
    setSymbols: (next) => next.length === known.size && next.every((s) => known.has(s)),
    probe: () => undefined,
    close() {
      isOver = true;
      source.close();
    },
  };
}
