import type { Update } from './types';

/** The newest value of each symbol. */
export class Quotes {
  readonly #newest = new Map<string, Update>();
  #wanted = new Set<string>();

  get(symbol: string): Update | undefined {
    return this.#newest.get(symbol);
  }

  /** Says which symbols are wanted; what is known of others is forgotten. */
  keep(symbols: readonly string[]): void {
    this.#wanted = new Set(symbols);
    for (const symbol of this.#newest.keys()) {
      if (!this.#wanted.has(symbol)) {
        this.#newest.delete(symbol);
      }
    }
  }

  /**
   * Takes what is newer and says of which symbols. A host that was started again counts from the beginning, so a lower number with a later
   * time is newer, too.
   */
  take(batch: readonly Update[], authoritative: boolean): string[] {
    const changed = new Set<string>();
    for (const update of batch) {
      if (!this.#wanted.has(update.symbol)) {
        continue;
      }

      const known = this.#newest.get(update.symbol);
      const isNewer = known === undefined || update.seq > known.seq || (update.seq < known.seq && (authoritative || update.timestamp > known.timestamp));
      if (isNewer) {
        this.#newest.set(update.symbol, update);
        changed.add(update.symbol);
      }
    }

    return [...changed];
  }
}
