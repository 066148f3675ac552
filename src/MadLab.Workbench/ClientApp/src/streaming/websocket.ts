import { maxInQuery, query } from './limits';
import { faultOf, liveOf, numberOf, objectOf, sourcesOf, updatesOf } from './parse';
import type { Environment, Link, LinkEvents, Socket } from './types';

const refusedForGood = new Set(['ACCESS_REVOKED']);

/** One WebSocket, whose set of symbols changes by messages. */
export function openWebSocket(env: Environment, address: string, symbols: readonly string[], intervalMs: number, on: LinkEvents): Link {
  let wanted = new Set(symbols);
  let asked = new Set(symbols.slice(0, maxInQuery));
  let isOpen = false;
  let isOver = false;
  let isFinal = false;
  let pingAt: number | undefined;
  let reconnectMs = 0;
  let fault = false;

  const end = (reason: { retryAfterMs?: number; final?: boolean }): void => {
    if (!isOver) {
      isOver = true;
      on.closed(reason);
    }
  };

  const say = (message: object): void => socket.send(JSON.stringify(message));

  const reconcile = (): void => {
    const added = [...wanted].filter((s) => !asked.has(s));
    const removed = [...asked].filter((s) => !wanted.has(s));
    if (removed.length > 0) {
      say({ type: 'unsubscribe', symbols: removed });
    }
    if (added.length > 0) {
      say({ type: 'subscribe', symbols: added });
    }
    asked = new Set(wanted);
  };

  const receive = (text: string): void => {
    const message = isOver ? undefined : objectOf(text);
    if (message === undefined) {
      return;
    }

    on.heard();
    switch (message.type) {
      case 'open':
        isOpen = true;
        on.opened({ sources: sourcesOf(message.sources), reconnectMs: numberOf(message.reconnectMs) });
        reconcile();
        break;
      case 'price_update':
        on.updates(updatesOf([message.data]), false);
        break;
      case 'price_updates':
        on.updates(updatesOf(message.data), false);
        break;
      case 'subscribed':
        on.sources(sourcesOf(message.sources) ?? {});
        break;
      case 'heartbeat':
        if (pingAt !== undefined) {
          on.latency(env.now() - pingAt);
          pingAt = undefined;
        }
        break;
      case 'status': {
        const live = liveOf(message);
        reconnectMs = live.reconnectMs ?? reconnectMs;
        on.live(live);
        break;
      }
      case 'error':
        fault = true;
        isFinal ||= refusedForGood.has(String(message.code));
        on.fault(faultOf(message));
        break;
    }
  };

  const socket: Socket = env.openSocket(
    `${address}?symbols=${query([...asked])}&interval=${intervalMs}&batch=true`,
    {
      message: receive,
      // 1008 is a policy: coming back at once would only be dropped again.
      closed: (code) => end({ retryAfterMs: code === 1008 ? Math.max(reconnectMs, fault ? 5_000 : 2_000) : reconnectMs, final: isFinal }),
    });

  return {
    transport: 'websocket',
    setSymbols(next) {
      wanted = new Set(next);
      if (isOpen && !isOver) {
        reconcile();
      }
      return true;
    },
    probe() {
      if (isOpen && !isOver) {
        pingAt = env.now();
        say({ type: 'ping' });
      }
    },
    close() {
      isOver = true;
      socket.close();
    },
  };
}
