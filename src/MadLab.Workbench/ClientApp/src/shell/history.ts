import type { Metrics } from '../api/system';

export interface Sample {
  at: number;
  p50: number;
  p90: number;
  p99: number;
}

/** Half an hour at one reading every five seconds. */
export const maxSamples = 360;

/** The timers' percentiles as they were read, oldest first, bounded. */
export class TimerHistory {
  readonly #samples = new Map<string, Sample[]>();

  add(metrics: Metrics): void {
    const at = metrics.ts;
    for (const timer of metrics.timers) {
      const samples = this.#samples.get(timer.name) ?? [];
      if (samples.at(-1)?.at !== at) {
        this.#samples.set(timer.name, [...samples.slice(-(maxSamples - 1)), { at, p50: timer.p50, p90: timer.p90, p99: timer.p99 }]);
      }
    }
  }

  of(name: string): readonly Sample[] {
    return this.#samples.get(name) ?? [];
  }
}

/** Points of a line in a box of so many units, newest at the right. */
export function polyline(values: readonly number[], max: number, width: number, height: number): string {
  const step = values.length > 1 ? width / (values.length - 1) : 0;
  return values.map((v, i) => `${(i * step).toFixed(1)},${(height - (max > 0 ? (v / max) * height : 0)).toFixed(1)}`).join(' ');
}
