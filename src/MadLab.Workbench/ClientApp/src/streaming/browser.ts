import type { Environment } from './types';

const eventNames = ['open', 'price_update', 'heartbeat', 'status', 'stream_error'];

/** The effects of a browser. */
export const browser: Environment = {
  now: () => performance.now(),
  random: Math.random,
  setTimer: (run, ms) => window.setTimeout(run, ms),
  clearTimer: (timer) => window.clearTimeout(timer as number | undefined),

  openSocket(url, on) {
    const socket = new WebSocket(new URL(url, document.baseURI).href.replace(/^http/, 'ws'));
    socket.onmessage = (e) => typeof e.data === 'string' && on.message(e.data);
    socket.onclose = (e) => on.closed(e.code);
    return {
      send: (text) => socket.readyState === WebSocket.OPEN && socket.send(text),
      close: () => {
        socket.onmessage = socket.onclose = null;
        if (socket.readyState === WebSocket.CONNECTING) {
          // Cut in the middle of its handshake it would be an error in the console.
          socket.onopen = () => socket.close();
        } else {
          socket.close();
        }
      },
    };
  },

  openEvents(url, on) {
    const source = new EventSource(url);
    for (const name of eventNames) {
      source.addEventListener(name, (e) => {
        // `open` is also the browser's own word for a connection, which has no data.
        if (e instanceof MessageEvent && typeof e.data === 'string') {
          on.event(name, e.data);
        }
      });
    }

    source.onerror = () => on.failed();
    return { close: () => source.close() };
  },

  async getJson(url, signal) {
    const response = await fetch(url, { signal, headers: { Accept: 'application/json' } });
    const seconds = Number(response.headers.get('Retry-After'));
    return {
      status: response.status,
      retryAfterMs: Number.isFinite(seconds) && seconds > 0 ? seconds * 1_000 : undefined,
      body: await response.json().catch(() => undefined),
    };
  },
};

/** Calls back when the network is back or the page is looked at again. */
export function onWake(wake: () => void): () => void {
  const visible = (): void => {
    if (document.visibilityState === 'visible') {
      wake();
    }
  };
  window.addEventListener('online', wake);
  document.addEventListener('visibilitychange', visible);
  return () => {
    window.removeEventListener('online', wake);
    document.removeEventListener('visibilitychange', visible);
  };
}
