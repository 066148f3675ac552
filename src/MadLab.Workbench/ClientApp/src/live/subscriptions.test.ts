import { expect, it } from 'vitest';
import { Subscriptions } from './subscriptions';

it('paints once a frame however many updates there were, and tells the set once however many asked', async () => {
  const frames: (() => void)[] = [];
  const sets: string[][] = [];
  const subscriptions = new Subscriptions((run) => frames.push(run), (symbols) => sets.push(symbols));
  let painted = 0;
  const stop = subscriptions.add('AAPL', () => (painted += 1));
  subscriptions.add('AAPL', () => (painted += 1));
  subscriptions.add('MSFT', () => (painted += 100));
  await Promise.resolve();
  expect(sets).toEqual([['AAPL', 'MSFT']]);

  for (let i = 0; i < 50; i++) {
    subscriptions.updated(['AAPL', 'TSLA']);
  }
  expect(frames).toHaveLength(1);
  frames.shift()!();
  expect(painted).toBe(2);

  stop();
  await Promise.resolve();
  expect(sets).toHaveLength(1);
  subscriptions.updated(['AAPL']);
  frames.shift()!();
  expect(painted).toBe(3);
});
