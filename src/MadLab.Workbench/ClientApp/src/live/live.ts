import { useCallback, useSyncExternalStore } from 'react';
import { apiUrl } from '../api/base';
import { browser, onWake, QuoteStream, type Addresses, type Source, type StreamMode, type StreamStatus, type Update } from '../streaming';
import { Subscriptions } from './subscriptions';

const own: Addresses = { websocket: apiUrl('stream/ws'), sse: apiUrl('stream'), polling: apiUrl('stream/poll') };

/** The one connection of the page. */
const stream = new QuoteStream(browser, { addresses: own, intervalMs: 250 });
const subscriptions = new Subscriptions((run) => requestAnimationFrame(run), (symbols) => stream.setSymbols(symbols));
stream.listen({ updates: (changed) => subscriptions.updated(changed) });
onWake(() => stream.wake());

/** The newest quote of a symbol; subscribes while it is used. */
export function useQuote(symbol: string): Update | undefined {
  return useSyncExternalStore(
    useCallback((changed) => subscriptions.add(symbol, changed), [symbol]),
    () => stream.quote(symbol));
}

/** As `useQuote`, for what draws by itself. */
export function onQuote(symbol: string, callback: (quote: Update) => void): () => void {
  const tell = (): void => {
    const quote = stream.quote(symbol);
    if (quote !== undefined) {
      callback(quote);
    }
  };
  return subscriptions.add(symbol, tell);
}

export function quoteOf(symbol: string): Update | undefined {
  return stream.quote(symbol);
}

export function sourceOf(symbol: string): Source | undefined {
  return stream.source(symbol);
}

export function useStreamStatus(): StreamStatus {
  return useSyncExternalStore(useCallback((changed) => stream.listen({ status: changed }), []), () => stream.status);
}

export function setStream(mode: StreamMode, pollingIntervalMs: number, wsUrl: string | null): void {
  stream.setAddresses({ ...own, websocket: wsUrl ?? own.websocket });
  stream.setMode(mode, pollingIntervalMs);
}
