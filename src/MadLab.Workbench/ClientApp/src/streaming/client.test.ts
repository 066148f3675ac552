import { describe, expect, it } from 'vitest';
import { QuoteStream, type QuoteStreamOptions } from './client';
import { ScriptedWorld, seeded, settled } from './testing/scripted';
import type { StreamStatus, Update } from './types';

const addresses = { websocket: 'ws', sse: 'sse', polling: 'poll' };

function update(symbol: string, seq: number, price = seq, timestamp = seq): Update {
  return { symbol, seq, price, timestamp, volume: 0, change: 0, changePercent: 0, high: price, low: price, open: price };
}

function start(options: Partial<QuoteStreamOptions> = {}, symbols = ['AAPL', 'MSFT'], world = new ScriptedWorld()) {
  const client = new QuoteStream(world, { addresses, ...options });
  const changes: string[][] = [];
  const states: StreamStatus[] = [];
  client.listen({ updates: (changed) => changes.push([...changed]), status: (status) => states.push(status) });
  client.setSymbols(symbols);
  return { client, world, changes, states };
}

const open = { type: 'open', symbols: [], interval: 1000, epoch: 'a', sources: { AAPL: { provider: 'p', delaySeconds: 0, currency: 'USD' } }, reconnectMs: 0 };

describe('WebSocket', () => {
  it('opens with its symbols, takes values and asks for the round trip', () => {
    const { client, world, changes } = start();
    expect(world.socket.url).toBe('ws?symbols=AAPL,MSFT&interval=1000&batch=true');
    expect(client.status.state).toBe('connecting');

    world.socket.say(open);
    expect(client.status).toMatchObject({ state: 'open', transport: 'websocket' });
    expect(client.source('AAPL')).toMatchObject({ provider: 'p', currency: 'USD' });
    expect(world.socket.sent).toEqual([{ type: 'ping' }]);

    world.advance(30);
    world.socket.say({ type: 'heartbeat', ts: 1 });
    expect(client.status.latencyMs).toBe(30);

    world.socket.say({ type: 'price_updates', data: [update('AAPL', 1), update('MSFT', 2)] });
    world.socket.say({ type: 'price_update', data: update('AAPL', 3) });
    expect(changes).toEqual([['AAPL', 'MSFT'], ['AAPL']]);
    expect(client.quote('AAPL')?.price).toBe(3);
  });

  it('takes nothing twice, nothing old, nothing nobody asked for, and a restarted host at its word', () => {
    const { client, world, changes } = start();
    world.socket.say(open);
    world.socket.say({ type: 'price_updates', data: [update('AAPL', 5, 50, 1_000)] });
    world.socket.say({ type: 'price_updates', data: [update('AAPL', 5, 51, 1_000), update('AAPL', 4, 40, 900), update('TSLA', 6)] });
    expect(changes).toHaveLength(1);
    expect(client.quote('AAPL')?.price).toBe(50);

    world.socket.say({ type: 'price_updates', data: [update('AAPL', 1, 60, 2_000)] });
    expect(client.quote('AAPL')?.price).toBe(60);
  });

  it('changes its set by messages, the fifty-first symbol as well', () => {
    const many = Array.from({ length: 60 }, (_, i) => `S${i}`);
    const { client, world } = start({}, many);
    expect(world.socket.url.split(',')).toHaveLength(50);
    world.socket.say(open);
    expect(world.socket.sent).toContainEqual({ type: 'subscribe', symbols: many.slice(50) });

    client.setSymbols(['S0', 'NEW']);
    expect(world.socket.sent.slice(-2)).toEqual([
      { type: 'unsubscribe', symbols: many.slice(1) },
      { type: 'subscribe', symbols: ['NEW'] },
    ]);
    expect(world.sockets).toHaveLength(1);
  });

  it('says so where more symbols are shown than one connection may carry', () => {
    const { client, world } = start({}, Array.from({ length: 210 }, (_, i) => `S${i}`));
    expect(client.status.fault?.code).toBe('TOO_MANY_SYMBOLS');
    world.socket.say(open);
    const asked = world.socket.sent.find((m) => m.type === 'subscribe') as { symbols: string[] };
    expect(asked.symbols).toHaveLength(150);
  });

  it('survives what it cannot read', () => {
    const { client, world } = start();
    world.socket.say(open);
    for (const text of ['', '{', '[]', 'null', '{"type":"price_update"}', '{"type":"price_updates","data":[1,null,{"symbol":"AAPL","price":"1","seq":1}]}', '{"type":"nobody"}']) {
      world.socket.on.message(text);
    }
    expect(client.status.state).toBe('open');
    expect(client.quote('AAPL')).toBeUndefined();
  });

  it('is marked after 10 s of silence, asks, and is cut after 16', () => {
    const { client, world } = start();
    world.socket.say(open);
    world.advance(10_000);
    expect(client.status.state).toBe('stale');
    expect(world.socket.sent.filter((m) => m.type === 'ping')).toHaveLength(2);

    world.socket.say({ type: 'heartbeat', ts: 1 });
    expect(client.status.state).toBe('open');

    world.advance(16_000);
    expect(client.status.state).toBe('reconnecting');
    expect(world.sockets[0]!.isClosed).toBe(true);
  });

  it('comes back no sooner than a stopping host asks for, spread at random', () => {
    const { world } = start();
    world.socket.say(open);
    world.socket.say({ type: 'status', liveData: true, demo: false, reconnectMs: 4_000 });
    world.socket.drop(1001);
    world.advance(4_249);
    expect(world.sockets).toHaveLength(1);
    world.advance(1);
    expect(world.sockets).toHaveLength(2);
  });

  it('stays away for good where its access was revoked', () => {
    const { client, world } = start();
    world.socket.say(open);
    world.socket.say({ type: 'error', code: 'ACCESS_REVOKED', message: 'no' });
    world.socket.drop(1008);
    world.advance(600_000);
    expect(client.status).toMatchObject({ state: 'stopped', fault: { code: 'ACCESS_REVOKED' } });
    expect(world.sockets).toHaveLength(1);
  });

  it('waits longer after each failure, at most 30 s', () => {
    const { world } = start({ mode: 'websocket' });
    const waits: number[] = [];
    for (let i = 0; i < 9; i++) {
      const count = world.sockets.length;
      world.socket.drop();
      let waited = 0;
      while (world.sockets.length === count) {
        world.advance(50);
        waited += 50;
      }
      waits.push(waited);
    }
    expect(waits).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000]);
  });
});

describe('Falling back and up again', () => {
  it('tries the next transport at once where one never opens, and the better one again beside it', async () => {
    const { client, world } = start();
    world.socket.drop();
    expect(world.stream.url).toBe('sse?symbols=AAPL,MSFT&interval=1000');
    world.stream.fail();
    world.advance(0);
    expect(world.poll.url).toBe('poll?symbols=AAPL,MSFT');
    await world.poll.answer({ status: 200, body: { cursor: 'c1', updates: [update('AAPL', 1)], interval: 1000 } });
    expect(client.status).toMatchObject({ state: 'open', transport: 'polling' });

    world.advance(16_875);
    expect(world.sockets).toHaveLength(2);
    expect(client.status.transport).toBe('polling');
    world.socket.say(open);
    expect(client.status).toMatchObject({ state: 'open', transport: 'websocket' });
    world.socket.say({ type: 'price_updates', data: [update('AAPL', 1), update('AAPL', 2)] });
    expect(client.quote('AAPL')?.seq).toBe(2);
    const asked = world.polls.length;
    world.advance(9_000);
    expect(world.polls).toHaveLength(asked);
  });

  it('goes on with what works while the better one still fails, less and less often', () => {
    const { client, world } = start();
    world.socket.drop();
    world.stream.say('open', { ok: true });
    for (let i = 0; i < 20; i++) {
      world.advance(1);
      world.stream.say('heartbeat', { ts: 1 });
    }
    const seen: number[] = [];
    for (let second = 0; second < 400; second++) {
      world.advance(1_000);
      world.stream.say('heartbeat', { ts: second });
      if (!world.socket.isClosed && world.sockets.length > seen.length + 1) {
        seen.push(second);
        world.socket.drop();
      }
    }
    expect(client.status).toMatchObject({ state: 'open', transport: 'sse' });
    expect(seen.length).toBeGreaterThan(2);
    expect(seen.length).toBeLessThan(8);
    const gaps = seen.slice(1).map((at, i) => at - seen[i]!);
    expect([...gaps].sort((a, b) => a - b)).toEqual(gaps);
  });

  it('gives up one that hangs while it opens', () => {
    const { world } = start();
    world.advance(8_000);
    expect(world.sockets[0]!.isClosed).toBe(true);
    expect(world.events).toHaveLength(1);
  });

  it('keeps to the mode it was given', () => {
    const { client, world } = start({ mode: 'sse' });
    expect(world.sockets).toHaveLength(0);
    world.stream.fail();
    world.advance(60_000);
    expect(world.sockets).toHaveLength(0);
    expect(world.polls).toHaveLength(0);
    world.stream.say('open', { ok: true });
    expect(client.status).toMatchObject({ state: 'open', transport: 'sse' });

    client.setMode('polling', 500);
    world.advance(0);
    expect(world.stream.isClosed).toBe(true);
    expect(world.polls).toHaveLength(1);
  });

  it('keeps its connection where only the interval of polls changes, and takes the new one when it polls', async () => {
    const { client, world } = start();
    world.socket.say(open);
    client.setMode('auto', 9_000);
    expect(world.sockets).toHaveLength(1);
    expect(world.socket.isClosed).toBe(false);

    client.setMode('polling', 9_000);
    world.advance(0);
    await world.poll.answer({ status: 200, body: { cursor: 'c', updates: [] } });
    world.advance(8_999);
    expect(world.polls).toHaveLength(1);
    client.setMode('polling', 1_000);
    world.advance(0);
    expect(world.polls).toHaveLength(2);
  });

  it('tries at once when it is woken', () => {
    const { client, world } = start({ mode: 'websocket' });
    world.socket.say(open);
    world.socket.drop();
    client.wake();
    expect(world.sockets).toHaveLength(2);
    world.advance(7_000);
    expect(world.sockets).toHaveLength(2);
  });
});

describe('Server-sent events', () => {
  it('takes values, tells of states and faults, and opens anew for another set', () => {
    const { client, world } = start({ mode: 'sse' });
    world.stream.say('open', { ok: true, sources: { MSFT: { provider: 'q' } } });
    world.stream.say('status', { liveData: false, demo: true });
    world.stream.say('price_update', update('MSFT', 1));
    world.stream.say('stream_error', { code: 'SYMBOL_NOT_FOUND', message: 'no' });
    expect(client.status).toMatchObject({ liveData: false, demo: true, fault: { code: 'SYMBOL_NOT_FOUND' } });
    expect(client.quote('MSFT')?.seq).toBe(1);

    client.setSymbols(['MSFT', 'TSLA']);
    expect(world.events).toHaveLength(2);
    expect(world.events[0]!.isClosed).toBe(true);
    expect(world.stream.url).toContain('MSFT,TSLA');
    client.setSymbols(['TSLA', 'MSFT']);
    expect(world.events).toHaveLength(2);
  });

  it('stays away as long as an overloaded host asks', () => {
    const { world } = start({ mode: 'sse' });
    world.stream.say('stream_error', { code: 'OVERLOADED', message: 'full' });
    world.stream.fail();
    world.advance(15_000);
    expect(world.events).toHaveLength(1);
    world.advance(250);
    expect(world.events).toHaveLength(2);
  });
});

describe('Polling', () => {
  const answer = (cursor: string, ...updates: Update[]) => ({ status: 200, body: { cursor, updates, interval: 1000 } });

  it('asks with the cursor, no more often than it was told', async () => {
    const { client, world } = start({ mode: 'polling', pollingIntervalMs: 3_000 });
    world.advance(0);
    await world.poll.answer(answer('c1', update('AAPL', 9)));
    world.advance(2_999);
    expect(world.polls).toHaveLength(1);
    world.advance(1);
    expect(world.poll.url).toBe('poll?symbols=AAPL,MSFT&since=c1&wait=5000');
    await world.poll.answer(answer('c2', update('AAPL', 2)));
    expect(client.quote('AAPL')?.seq).toBe(2);
  });

  it('takes a question back when the set changes, and asks for all of the new one', async () => {
    const { client, world } = start({ mode: 'polling' });
    world.advance(0);
    await world.poll.answer(answer('c1'));
    world.advance(2_000);
    client.setSymbols(['AAPL', 'TSLA']);
    await settled();
    world.advance(0);
    expect(world.poll.url).toBe('poll?symbols=AAPL,TSLA');
    expect(client.status.state).toBe('open');
  });

  it('comes back after a refusal when it was told to', async () => {
    const { client, world } = start({ mode: 'polling' });
    world.advance(0);
    await world.poll.answer({ status: 503, retryAfterMs: 2_000, body: { code: 'OVERLOADED', error: 'full' } });
    expect(client.status).toMatchObject({ state: 'reconnecting', fault: { code: 'OVERLOADED', message: 'full' } });
    world.advance(2_249);
    expect(world.polls).toHaveLength(1);
    world.advance(2);
    expect(world.polls).toHaveLength(2);
    await world.poll.fail();
    expect(client.status.state).toBe('reconnecting');
  });
});

it('is closed while nothing is shown', () => {
  const { client, world } = start();
  world.socket.say(open);
  client.setSymbols([]);
  expect(world.socket.isClosed).toBe(true);
  expect(client.status.state).toBe('stopped');
  world.advance(100_000);
  expect(world.sockets).toHaveLength(1);
  client.setSymbols(['AAPL']);
  expect(world.sockets).toHaveLength(2);
});

describe('Whatever happens', () => {
  const seed = Number(process.env.MADLAB_TEST_SEED ?? 20260101);
  it.each(Array.from({ length: 50 }, (_, i) => seed + i))('ends on the newest value (seed %i)', async (round) => {
    const random = seeded(round);
    const world = new ScriptedWorld(random);
    const { client, changes } = start({}, ['AAPL', 'MSFT'], world);
    const newest = new Map<string, number>();
    let seq = 0;
    const publish = (): Update[] =>
      ['AAPL', 'MSFT'].filter(() => random() < 0.5).map((symbol) => {
        seq += 1;
        newest.set(symbol, seq);
        return update(symbol, seq);
      });
    const all = (): Update[] => [...newest].map(([symbol, n]) => update(symbol, n));

    for (let step = 0; step < 200; step++) {
      const batch = publish();
      const dice = random();
      for (const socket of world.sockets.filter((s) => !s.isClosed)) {
        if (dice < 0.15) {
          socket.drop();
        } else if (dice < 0.6) {
          socket.say(open);
          socket.say({ type: 'price_updates', data: all() });
        } else {
          socket.say({ type: 'price_updates', data: batch });
        }
      }
      for (const stream of world.events.filter((s) => !s.isClosed)) {
        if (dice < 0.2) {
          stream.fail();
        } else {
          stream.say('open', { ok: true });
          all().forEach((u) => stream.say('price_update', u));
        }
      }
      if (world.polls.length > 0) {
        await (dice < 0.2 ? world.poll.fail() : world.poll.answer({ status: 200, body: { cursor: `c${seq}`, updates: all() } }));
      }
      world.advance(Math.floor(random() * 9_000));
    }

    for (let i = 0; i < 200; i++) {
      world.advance(500);
      world.sockets.filter((s) => !s.isClosed).forEach((s) => (s.say(open), s.say({ type: 'price_updates', data: all() })));
    }
    for (const [symbol, n] of newest) {
      expect(client.quote(symbol)?.seq).toBe(n);
    }
    expect(client.status).toMatchObject({ state: 'open', transport: 'websocket' });
    expect(world.sockets.filter((s) => !s.isClosed)).toHaveLength(1);
    expect(world.events.filter((s) => !s.isClosed)).toHaveLength(0);
    expect(changes.length).toBeGreaterThan(0);
  });
});
