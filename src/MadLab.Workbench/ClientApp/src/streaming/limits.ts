/** Symbols in one address. */
export const maxInQuery = 50;

/** Symbols of one WebSocket, those that were added by message included. */
export const maxOnSocket = 200;

/** Nothing heard for so long: what is shown is marked. */
export const staleAfterMs = 10_000;

/** Nothing heard for so long although asked: the connection leads nowhere. */
export const deadAfterMs = 16_000;

/** A connection that is not open by then is given up. */
export const openWithinMs = 8_000;

export function query(symbols: readonly string[]): string {
  return symbols.map(encodeURIComponent).join(',');
}
