/** How a page asks to be served: one transport, or the best that works. */
export type StreamMode = 'auto' | 'websocket' | 'sse' | 'polling';

export type Transport = 'websocket' | 'sse' | 'polling';

/** A price update as all transports carry it. Times are epoch milliseconds. */
export interface Update {
  symbol: string;
  price: number;
  volume: number;
  timestamp: number;
  change: number;
  changePercent: number;
  high: number;
  low: number;
  open: number;
  seq: number;
  bid?: number;
  ask?: number;
  bidSize?: number;
  askSize?: number;
  prevClose?: number;
}

/** Where a symbol's quotes come from. */
export interface Source {
  provider?: string | null;
  feed?: string | null;
  delaySeconds?: number | null;
  currency?: string | null;
}

export interface Fault {
  code: string;
  message: string;
}

export interface LiveState {
  liveData: boolean;
  demo: boolean;
  replay?: { session: string; speed: number } | null;
}

/**
 * - `connecting`: never open since it was started or told another mode
 * - `open`: values come
 * - `stale`: connected, and nothing was heard for 10 s
 * - `reconnecting`: cut, and to be tried again
 * - `stopped`: nothing to stream, or refused for good
 */
export type StreamState = 'connecting' | 'open' | 'stale' | 'reconnecting' | 'stopped';

export interface StreamStatus extends LiveState {
  transport: Transport | null;
  state: StreamState;
  /** Since when it is in this state. */
  since: number;
  /** Round trip of the last question, where the transport can ask one. */
  latencyMs?: number;
  /** What was refused or failed last; gone when values come again. */
  fault?: Fault;
}

/** What a transport tells of its connection. */
export interface LinkEvents {
  opened(info: { sources?: Record<string, Source>; reconnectMs?: number }): void;
  /** `authoritative`: in the order of the server, so that nothing in it can be older than what is known. */
  updates(batch: Update[], authoritative: boolean): void;
  /** Anything at all was heard. */
  heard(): void;
  latency(ms: number): void;
  live(state: LiveState & { reconnectMs?: number }): void;
  sources(sources: Record<string, Source>): void;
  fault(fault: Fault): void;
  /** Over, once. */
  closed(reason: { retryAfterMs?: number; final?: boolean }): void;
}

export interface Link {
  readonly transport: Transport;
  /** Changes the set; false where a new connection is needed for that. */
  setSymbols(symbols: readonly string[]): boolean;
  /** Asks for a sign of life, where the transport can. */
  probe(): void;
  /** Ends it without a word to the events. */
  close(): void;
}

/** What the client needs of its surroundings: a browser's in production, scripted in tests. */
export interface Environment {
  now(): number;
  random(): number;
  setTimer(run: () => void, ms: number): unknown;
  clearTimer(timer: unknown): void;
  openSocket(url: string, on: SocketEvents): Socket;
  openEvents(url: string, on: EventsHandlers): { close(): void };
  getJson(url: string, signal: AbortSignal): Promise<JsonReply>;
}

export interface SocketEvents {
  message(text: string): void;
  closed(code: number): void;
}

export interface Socket {
  send(text: string): void;
  close(): void;
}

export interface EventsHandlers {
  event(name: string, data: string): void;
  failed(): void;
}

export interface JsonReply {
  status: number;
  retryAfterMs?: number;
  body: unknown;
}

export interface Addresses {
  websocket: string;
  sse: string;
  polling: string;
}
