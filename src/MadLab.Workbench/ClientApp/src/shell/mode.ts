import type { Config, Preferences } from '../api/system';
import type { StreamMode } from '../streaming';

export const modes: readonly StreamMode[] = ['auto', 'websocket', 'sse', 'polling'];

export const minPolling = 1_000;
export const maxPolling = 60_000;

/** How to stream: the operator's word goes before the reader's, and the reader's before the default. */
export function modeOf(config: Config, preferences: Preferences | undefined): { mode: StreamMode; pollingIntervalMs: number; isOperators: boolean } {
  const operators = modes.find((m) => m === config.streamMode) ?? 'auto';
  const own = modes.find((m) => m === preferences?.streamMode) ?? 'auto';
  const interval = preferences?.pollingIntervalMs ?? config.pollingIntervalMs;
  return {
    mode: operators === 'auto' ? own : operators,
    pollingIntervalMs: Math.min(maxPolling, Math.max(minPolling, interval)),
    isOperators: operators !== 'auto',
  };
}
