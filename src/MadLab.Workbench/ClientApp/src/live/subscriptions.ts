/** Counts who wants a symbol, and calls back per symbol at most once a frame. */
export class Subscriptions {
  readonly #wanted = new Map<string, Set<() => void>>();
  readonly #pending = new Set<string>();
  readonly #nextFrame: (run: () => void) => void;
  readonly #changed: (symbols: string[]) => void;
  #isFrameAsked = false;
  #isChangeTold = false;

  constructor(nextFrame: (run: () => void) => void, changed: (symbols: string[]) => void) {
    this.#nextFrame = nextFrame;
    this.#changed = changed;
  }

  add(symbol: string, callback: () => void): () => void {
    const callbacks = this.#wanted.get(symbol) ?? new Set();
    callbacks.add(callback);
    if (callbacks.size === 1) {
      this.#wanted.set(symbol, callbacks);
      this.#tellChange();
    }

    return () => {
      callbacks.delete(callback);
      if (callbacks.size === 0) {
        this.#wanted.delete(symbol);
        this.#tellChange();
      }
    };
  }

  updated(symbols: readonly string[]): void {
    symbols.forEach((s) => this.#pending.add(s));
    if (!this.#isFrameAsked) {
      this.#isFrameAsked = true;
      this.#nextFrame(() => {
        this.#isFrameAsked = false;
        const due = [...this.#pending];
        this.#pending.clear();
        for (const symbol of due) {
          this.#wanted.get(symbol)?.forEach((callback) => callback());
        }
      });
    }
  }

  /** Together: a sheet that opens asks for its symbols one by one, and one that is left lets go of them before the next asks. */
  #tellChange(): void {
    if (!this.#isChangeTold) {
      this.#isChangeTold = true;
      queueMicrotask(() => {
        this.#isChangeTold = false;
        this.#changed([...this.#wanted.keys()]);
      });
    }
  }
}
