import type { Surface } from '../../api/market';

export interface VolGrid {
  /** Rising. */
  strikes: number[];
  /** Days, rising. */
  expiries: string[];
  /** By expiry, then strike; undefined where no option is quoted. */
  vols: (number | undefined)[][];
}

/** The points as a table of expiries and strikes. */
export function gridOf(points: Surface['points']): VolGrid {
  const strikes = [...new Set(points.map((p) => p.strike))].sort((a, b) => a - b);
  const expiries = [...new Set(points.map((p) => p.expiry.slice(0, 10)))].sort();
  const [column, row] = [new Map(strikes.map((s, i) => [s, i])), new Map(expiries.map((e, i) => [e, i]))];
  const vols = expiries.map(() => new Array<number | undefined>(strikes.length).fill(undefined));
  for (const point of points) {
    vols[row.get(point.expiry.slice(0, 10))!]![column.get(point.strike)!] = point.impliedVol;
  }

  return { strikes, expiries, vols };
}
