import type { Fault, LiveState, Source, Update } from './types';

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The JSON object in a text; undefined where it is none. */
export function objectOf(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    // Not ours to mend: whoever sent it is counted as having said nothing.
    return undefined;
  }
}

/** An update with the members everything rests on; undefined where one is missing. */
export function updateOf(value: unknown): Update | undefined {
  return isObject(value) && typeof value.symbol === 'string' && isFiniteNumber(value.price) && isFiniteNumber(value.seq) && isFiniteNumber(value.timestamp)
    ? (value as unknown as Update)
    : undefined;
}

export function updatesOf(value: unknown): Update[] {
  return Array.isArray(value) ? value.map(updateOf).filter((u) => u !== undefined) : [];
}

export function sourcesOf(value: unknown): Record<string, Source> | undefined {
  return isObject(value) ? (value as Record<string, Source>) : undefined;
}

export function faultOf(value: Record<string, unknown>): Fault {
  return {
    code: typeof value.code === 'string' ? value.code : 'UNKNOWN',
    message: typeof value.message === 'string' ? value.message : 'The stream reported an error.',
  };
}

export function liveOf(value: Record<string, unknown>): LiveState & { reconnectMs?: number } {
  return {
    liveData: value.liveData !== false,
    demo: value.demo === true,
    replay: isObject(value.replay) ? (value.replay as unknown as { session: string; speed: number }) : null,
    reconnectMs: numberOf(value.reconnectMs),
  };
}

export function numberOf(value: unknown): number | undefined {
  return isFiniteNumber(value) ? value : undefined;
}

function isFiniteNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
