import { describe, expect, it } from 'vitest';
import type { Config, Metrics } from '../api/system';
import { maxSamples, polyline, TimerHistory } from './history';
import { matching } from './matching';
import { modeOf } from './mode';

const config = (streamMode: string): Config => ({ wsUrl: null, streamMode, pollingIntervalMs: 5_000, liveData: true, demo: false, dbMode: 'db', durable: true, version: '1' });

describe('How to stream', () => {
  it.each([
    ['auto', undefined, 'auto', false], ['auto', 'sse', 'sse', false], ['polling', 'sse', 'polling', true], ['nonsense', 'nonsense', 'auto', false],
  ])('operator %s, reader %s: %s', (operators, own, mode, isOperators) => {
    expect(modeOf(config(operators), { streamMode: own })).toMatchObject({ mode, isOperators });
  });

  it('keeps the polling interval within bounds', () => {
    expect(modeOf(config('auto'), { pollingIntervalMs: 1 }).pollingIntervalMs).toBe(1_000);
    expect(modeOf(config('auto'), {}).pollingIntervalMs).toBe(5_000);
  });
});

describe('Commands', () => {
  const all = ['New sheet: Blank', 'New sheet: Risk', 'Add tile: Note', 'Theme: light', 'Show or hide: Settings'].map((name) => ({ name }));
  it.each([['', 'New sheet: Blank'], ['risk', 'New sheet: Risk'], ['nsr', 'New sheet: Risk'], ['THEME', 'Theme: light'], ['settings', 'Show or hide: Settings']])('“%s” finds %s first', (text, name) =>
    expect(matching(all, text)[0]?.name).toBe(name));
  it('finds nothing where letters are missing', () => expect(matching(all, 'zzz')).toEqual([]));
});

describe('The history of timers', () => {
  it('keeps half an hour, each reading once', () => {
    const history = new TimerHistory();
    for (let i = 0; i < maxSamples + 20; i++) {
      const metrics = { ts: i * 5_000, timers: [{ name: 'market:GET', p50: i, p90: i, p99: i }] } as unknown as Metrics;
      history.add(metrics);
      history.add(metrics);
    }
    expect(history.of('market:GET')).toHaveLength(maxSamples);
    expect(history.of('market:GET').at(-1)?.p50).toBe(maxSamples + 19);
    expect(history.of('nobody')).toEqual([]);
  });

  it('draws the newest at the right', () => {
    expect(polyline([0, 5, 10], 10, 100, 20)).toBe('0.0,20.0 50.0,10.0 100.0,0.0');
    expect(polyline([3], 0, 100, 20)).toBe('0.0,20.0');
  });
});
