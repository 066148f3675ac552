const base = 500;
const cap = 30_000;

/** How long to wait before attempt `failures` + 1: exponential with full jitter, and never less than what the server asked for. */
export function delay(failures: number, random: number, atLeastMs = 0): number {
  const ceiling = Math.min(cap, base * 2 ** Math.min(failures, 10));
  return Math.round(atLeastMs + random * ceiling);
}
