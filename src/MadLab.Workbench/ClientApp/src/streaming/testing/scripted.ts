import type { Environment, EventsHandlers, JsonReply, SocketEvents } from '../types';

interface Timer {
  at: number;
  run: () => void;
}

/** A WebSocket that does what a test says. */
export class ScriptedSocket {
  readonly sent: Record<string, unknown>[] = [];
  isClosed = false;

  constructor(readonly url: string, readonly on: SocketEvents) {}

  /** The message of a server. */
  say(message: object): void {
    if (!this.isClosed) {
      this.on.message(JSON.stringify(message));
    }
  }

  drop(code = 1006): void {
    if (!this.isClosed) {
      this.isClosed = true;
      this.on.closed(code);
    }
  }
}

export class ScriptedEvents {
  isClosed = false;

  constructor(readonly url: string, readonly on: EventsHandlers) {}

  say(name: string, data: object): void {
    if (!this.isClosed) {
      this.on.event(name, JSON.stringify(data));
    }
  }

  fail(): void {
    if (!this.isClosed) {
      this.on.failed();
    }
  }
}

export interface ScriptedPoll {
  url: string;
  answer(reply: JsonReply): Promise<void>;
  fail(): Promise<void>;
}

/** A world in which time stands still and no server says anything by itself. */
export class ScriptedWorld implements Environment {
  readonly sockets: ScriptedSocket[] = [];
  readonly events: ScriptedEvents[] = [];
  readonly polls: ScriptedPoll[] = [];
  #now = 0;
  #timers = new Set<Timer>();

  constructor(readonly random: () => number = () => 0.5) {}

  get socket(): ScriptedSocket {
    return this.sockets.at(-1)!;
  }

  get stream(): ScriptedEvents {
    return this.events.at(-1)!;
  }

  get poll(): ScriptedPoll {
    return this.polls.at(-1)!;
  }

  now = (): number => this.#now;

  setTimer = (run: () => void, ms: number): unknown => {
    const timer = { at: this.#now + ms, run };
    this.#timers.add(timer);
    return timer;
  };

  clearTimer = (timer: unknown): void => {
    this.#timers.delete(timer as Timer);
  };

  openSocket = (url: string, on: SocketEvents) => {
    const socket = new ScriptedSocket(url, on);
    this.sockets.push(socket);
    return {
      send: (text: string) => void socket.sent.push(JSON.parse(text) as Record<string, unknown>),
      close: () => void (socket.isClosed = true),
    };
  };

  openEvents = (url: string, on: EventsHandlers) => {
    const stream = new ScriptedEvents(url, on);
    this.events.push(stream);
    return { close: () => void (stream.isClosed = true) };
  };

  getJson = (url: string, signal: AbortSignal): Promise<JsonReply> =>
    new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
      this.polls.push({
        url,
        answer: (reply) => (resolve(reply), settled()),
        fail: () => (reject(new TypeError('network')), settled()),
      });
    });

  /** Lets so much time pass; what falls due runs in its order. */
  advance(ms: number): void {
    const end = this.#now + ms;
    for (;;) {
      const due = [...this.#timers].filter((t) => t.at <= end).sort((a, b) => a.at - b.at)[0];
      if (due === undefined) {
        break;
      }

      this.#timers.delete(due);
      this.#now = Math.max(this.#now, due.at);
      due.run();
    }

    this.#now = end;
  }
}

/** What was promised has come through. */
export async function settled(): Promise<void> {
  for (let i = 0; i < 10; i++) {
    await Promise.resolve();
  }
}

/** Numbers that look random and are the same for the same seed. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
