import { delay } from './backoff';
import { deadAfterMs, maxInQuery, maxOnSocket, openWithinMs, staleAfterMs } from './limits';
import { openPolling } from './polling';
import { Quotes } from './quotes';
import { openEventStream } from './sse';
import type { Addresses, Environment, Fault, Link, LinkEvents, Source, StreamMode, StreamState, StreamStatus, Transport, Update } from './types';
import { openWebSocket } from './websocket';

/** From the best to the one that works everywhere. */
const ladder: readonly Transport[] = ['websocket', 'sse', 'polling'];

/** How long a transport that failed is left alone before it is tried beside the one that works. */
const firstProbeMs = 15_000;
const lastProbeMs = 240_000;

export interface QuoteStreamOptions {
  addresses: Addresses;
  mode?: StreamMode;
  /** An update of a symbol at most this often, on WebSocket and SSE. */
  intervalMs?: number;
  pollingIntervalMs?: number;
}

export interface QuoteStreamListener {
  updates?(changed: readonly string[]): void;
  status?(status: StreamStatus): void;
}

/** One connection for all symbols a page shows, over the best transport that works. */
export class QuoteStream {
  readonly #env: Environment;
  readonly #quotes = new Quotes();
  readonly #sources = new Map<string, Source>();
  readonly #listeners = new Set<QuoteStreamListener>();
  #addresses: Addresses;
  #mode: StreamMode;
  #intervalMs: number;
  #pollingIntervalMs: number;
  #symbols: readonly string[] = [];
  #link: Link | undefined;
  #isOpen = false;
  #rung: number;
  #failures = 0;
  #heardAt = 0;
  #reconnectMs = 0;
  #probe: Link | undefined;
  #probeDelay = firstProbeMs;
  #retryTimer: unknown;
  #silenceTimer: unknown;
  #probeTimer: unknown;
  #status: StreamStatus;

  constructor(env: Environment, options: QuoteStreamOptions) {
    this.#env = env;
    this.#addresses = options.addresses;
    this.#mode = options.mode ?? 'auto';
    this.#intervalMs = options.intervalMs ?? 1_000;
    this.#pollingIntervalMs = options.pollingIntervalMs ?? 2_000;
    this.#rung = this.#firstRung();
    this.#status = { transport: null, state: 'stopped', since: env.now(), liveData: true, demo: false, replay: null };
  }

  get status(): StreamStatus {
    return this.#status;
  }

  quote(symbol: string): Update | undefined {
    return this.#quotes.get(symbol);
  }

  source(symbol: string): Source | undefined {
    return this.#sources.get(symbol);
  }

  listen(listener: QuoteStreamListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Says which symbols are wanted. None: the connection is closed. */
  setSymbols(symbols: readonly string[]): void {
    const next = [...new Set(symbols)];
    if (next.length === this.#symbols.length && next.every((s) => this.#symbols.includes(s))) {
      return;
    }

    this.#symbols = next;
    this.#quotes.keep(next);
    if (next.length === 0) {
      this.#end();
      this.#set('stopped', { fault: undefined });
    } else if (this.#link === undefined) {
      if (this.#retryTimer === undefined) {
        this.#connect();
      }
    } else if (!this.#link.setSymbols(this.#served(this.#link.transport))) {
      this.#reopen();
    }
  }

  setMode(mode: StreamMode, pollingIntervalMs = this.#pollingIntervalMs): void {
    if (mode === this.#mode && pollingIntervalMs === this.#pollingIntervalMs) {
      return;
    }

    // Another interval is nothing to a connection that does not poll.
    const isSame = mode === this.#mode && this.#link?.transport !== 'polling';
    this.#mode = mode;
    this.#pollingIntervalMs = pollingIntervalMs;
    if (!isSame) {
      this.#restart();
    }
  }

  setAddresses(addresses: Addresses): void {
    if (ladder.some((t) => addresses[t] !== this.#addresses[t])) {
      this.#addresses = addresses;
      this.#restart();
    }
  }

  /** Something changed for the better: the network is back, or the page is looked at again. A pending retry is made now. */
  wake(): void {
    if (this.#retryTimer !== undefined) {
      this.#env.clearTimer(this.#retryTimer);
      this.#retryTimer = undefined;
      this.#connect();
    } else if (this.#link !== undefined && this.#isOpen) {
      this.#link.probe();
    }
  }

  close(): void {
    this.#symbols = [];
    this.#end();
    this.#set('stopped', {});
  }

  #firstRung(): number {
    return this.#mode === 'auto' ? 0 : ladder.indexOf(this.#mode);
  }

  #restart(): void {
    this.#end();
    this.#rung = this.#firstRung();
    this.#failures = 0;
    this.#probeDelay = firstProbeMs;
    if (this.#symbols.length > 0) {
      this.#set('connecting', { transport: null, latencyMs: undefined, fault: undefined });
      this.#connect();
    }
  }

  #end(): void {
    for (const timer of [this.#retryTimer, this.#silenceTimer, this.#probeTimer]) {
      this.#env.clearTimer(timer);
    }

    this.#retryTimer = this.#silenceTimer = this.#probeTimer = undefined;
    this.#link?.close();
    this.#probe?.close();
    this.#link = this.#probe = undefined;
    this.#isOpen = false;
  }

  /** Another connection of the same transport in the place of the one that works. */
  #reopen(): void {
    this.#link?.close();
    this.#link = undefined;
    this.#isOpen = false;
    this.#connect();
  }

  #served(transport: Transport): readonly string[] {
    const most = transport === 'websocket' ? maxOnSocket : maxInQuery;
    if (this.#symbols.length > most) {
      this.#fault({ code: 'TOO_MANY_SYMBOLS', message: `${this.#symbols.length} symbols are shown and ${most} can be live at a time: the last ${this.#symbols.length - most} stand still.` });
    }

    return this.#symbols.slice(0, most);
  }

  #connect(): void {
    const transport = ladder[this.#rung]!;
    if (this.#status.state === 'stopped') {
      this.#set('connecting', {});
    }

    this.#heardAt = this.#env.now();
    this.#watchSilence();
    this.#link = this.#open(transport, (reason) => this.#lost(reason));
  }

  #open(transport: Transport, closed: LinkEvents['closed']): Link {
    let link: Link | undefined;
    const isCurrent = (): boolean => link !== undefined && link === this.#link;
    const events: LinkEvents = {
      opened: (info) => {
        if (link !== undefined && link === this.#probe) {
          this.#adopt(link);
        }

        if (isCurrent()) {
          this.#opened(transport, info);
        }
      },
      updates: (batch, authoritative) => isCurrent() && this.#take(batch, authoritative),
      heard: () => {
        if (isCurrent()) {
          this.#heardAt = this.#env.now();
          if (this.#status.state === 'stale') {
            this.#set('open', {});
          }
        }
      },
      latency: (latencyMs) => isCurrent() && this.#set(this.#status.state, { latencyMs }),
      live: ({ reconnectMs, ...live }) => {
        if (isCurrent()) {
          this.#reconnectMs = reconnectMs ?? this.#reconnectMs;
          this.#set(this.#status.state, live);
        }
      },
      sources: (sources) => isCurrent() && this.#learn(sources),
      fault: (fault) => isCurrent() && this.#fault(fault),
      closed,
    };
    const symbols = this.#served(transport);
    link =
      transport === 'websocket'
        ? openWebSocket(this.#env, this.#addresses.websocket, symbols, this.#intervalMs, events)
        : transport === 'sse'
          ? openEventStream(this.#env, this.#addresses.sse, symbols, this.#intervalMs, events)
          : openPolling(this.#env, this.#addresses.polling, symbols, this.#pollingIntervalMs, events);
    return link;
  }

  #opened(transport: Transport, info: Parameters<LinkEvents['opened']>[0]): void {
    this.#isOpen = true;
    this.#failures = 0;
    this.#reconnectMs = 0;
    this.#learn(info.sources ?? {});
    this.#set('open', { transport, fault: undefined, latencyMs: undefined, liveData: true, demo: false, replay: null });
    this.#link?.probe();
    this.#planProbe();
  }

  #lost(reason: { retryAfterMs?: number; final?: boolean }): void {
    const wasOpen = this.#isOpen;
    this.#env.clearTimer(this.#silenceTimer);
    this.#link = undefined;
    this.#isOpen = false;
    if (reason.final) {
      this.#end();
      this.#set('stopped', {});
      return;
    }

    // One that never opened may be blocked on the way: the next one down is tried at once. At the bottom it is only waited for.
    if (!wasOpen && this.#mode === 'auto' && this.#rung < ladder.length - 1) {
      this.#rung += 1;
      this.#set(this.#status.state === 'connecting' ? 'connecting' : 'reconnecting', {});
      this.#connect();
      return;
    }

    this.#set('reconnecting', { latencyMs: undefined });
    const wait = delay(this.#failures, this.#env.random(), Math.max(reason.retryAfterMs ?? 0, this.#reconnectMs));
    this.#failures += 1;
    this.#retryTimer = this.#env.setTimer(() => {
      this.#retryTimer = undefined;

      // The host may be another one by now: what did not work with the last one may with this.
      if (this.#mode === 'auto' && !wasOpen) {
        this.#rung = 0;
      }

      this.#connect();
    }, wait);
  }

  #watchSilence(): void {
    this.#env.clearTimer(this.#silenceTimer);
    const silence = this.#env.now() - this.#heardAt;
    const next = !this.#isOpen ? openWithinMs : silence < staleAfterMs ? staleAfterMs : deadAfterMs;
    this.#silenceTimer = this.#env.setTimer(() => {
      const silent = this.#env.now() - this.#heardAt;
      if (silent >= (this.#isOpen ? deadAfterMs : openWithinMs)) {
        this.#link?.close();
        this.#lost({});
        return;
      }

      if (this.#isOpen && silent >= staleAfterMs && this.#status.state === 'open') {
        this.#set('stale', {});
        this.#link?.probe();
      }

      this.#watchSilence();
    }, Math.max(1, next - silence));
  }

  /** Tries the next better transport beside the one that works. */
  #planProbe(): void {
    this.#env.clearTimer(this.#probeTimer);
    this.#probeTimer = undefined;
    if (this.#mode !== 'auto' || this.#rung === 0) {
      this.#probeDelay = firstProbeMs;
      return;
    }

    const wait = this.#probeDelay * (1 + this.#env.random() / 4);
    this.#probeDelay = Math.min(lastProbeMs, this.#probeDelay * 2);
    this.#probeTimer = this.#env.setTimer(() => this.#tryBetter(0), wait);
  }

  #tryBetter(rung: number): void {
    this.#probe?.close();
    if (rung >= this.#rung) {
      this.#probe = undefined;
      this.#planProbe();
      return;
    }

    // Until it is open nothing is given up; one that hangs is closed when the next is tried.
    this.#probe = this.#open(ladder[rung]!, () => this.#tryBetter(rung + 1));
    this.#env.clearTimer(this.#probeTimer);
    this.#probeTimer = this.#env.setTimer(() => this.#tryBetter(rung + 1), openWithinMs);
  }

  #adopt(link: Link): void {
    this.#link?.close();
    this.#env.clearTimer(this.#retryTimer);
    this.#retryTimer = undefined;
    this.#link = link;
    this.#probe = undefined;
    this.#rung = ladder.indexOf(link.transport);
    this.#heardAt = this.#env.now();

    // The set may have changed since the probe was sent out.
    if (!link.setSymbols(this.#served(link.transport))) {
      this.#reopen();
      return;
    }

    this.#watchSilence();
  }

  #take(batch: readonly Update[], authoritative: boolean): void {
    const changed = this.#quotes.take(batch, authoritative);
    if (changed.length > 0) {
      for (const listener of this.#listeners) {
        listener.updates?.(changed);
      }
    }
  }

  #learn(sources: Record<string, Source>): void {
    for (const [symbol, source] of Object.entries(sources)) {
      this.#sources.set(symbol, source);
    }
  }

  #fault(fault: Fault): void {
    this.#set(this.#status.state, { fault });
  }

  #set(state: StreamState, change: Partial<StreamStatus>): void {
    const since = state === this.#status.state ? this.#status.since : this.#env.now();
    this.#status = { ...this.#status, ...change, state, since };
    for (const listener of this.#listeners) {
      listener.status?.(this.#status);
    }
  }
}
