import { describe, expect, it } from 'vitest';
import type { WorkspaceDocument } from '../api/documents';
import { ApiError } from '../api/errors';
import { settled } from '../streaming/testing/scripted';
import { differences } from './differences';
import { exportText, importText } from './files';
import { emptySheet, readSheet, symbolOf, withGroup, withNewTile, withSymbol, type Sheet, type SheetData } from './model';
import { presets } from './presets';
import { SheetStore } from './store';

/** A host with one version of each document, which a test may take down or write to. */
class Host {
  documents = new Map<string, { title: string; data: unknown; version: number }>();
  fault: ApiError | undefined;
  writes = 0;
  storage = new Map<string, string>();
  timers = new Map<number, { run: () => void; at: number }>();
  #now = 0;
  #next = 1;

  store(first: () => Sheet = () => presets[0]!.make()): SheetStore {
    return new SheetStore(
      {
        read: async (id) => this.#answer(id),
        create: async (title, data) => this.#write(`w${this.documents.size + 1}`, title, data),
        write: async (id, tag, title, data) => {
          this.#fail();
          const there = this.documents.get(id);
          if (there === undefined) {
            throw new ApiError(404, 'NOT_FOUND', 'gone');
          }
          if (tag !== `"${there.version}"`) {
            throw new ApiError(412, 'VERSION_CONFLICT', 'conflict');
          }
          return this.#write(id, title, data);
        },
        storage: { getItem: (key) => this.storage.get(key) ?? null, setItem: (key, value) => void this.storage.set(key, value) },
        setTimer: (run, ms) => (this.timers.set(this.#next, { run, at: this.#now + ms }), this.#next++),
        clearTimer: (timer) => void this.timers.delete(timer as number),
      },
      first);
  }

  async pass(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (;;) {
      await settled();
      const due = [...this.timers].filter(([, t]) => t.at <= end).sort((a, b) => a[1].at - b[1].at)[0];
      if (due === undefined) {
        break;
      }
      this.timers.delete(due[0]);
      this.#now = due[1].at;
      due[1].run();
    }
    this.#now = end;
  }

  #answer(id: string): WorkspaceDocument {
    this.#fail();
    const there = this.documents.get(id);
    if (there === undefined) {
      throw new ApiError(404, 'NOT_FOUND', 'gone');
    }
    return { id, ...there, createdAt: '', updatedAt: '', tag: `"${there.version}"` } as unknown as WorkspaceDocument;
  }

  #write(id: string, title: string, data: unknown): WorkspaceDocument {
    this.#fail();
    this.writes += 1;
    this.documents.set(id, { title, data: structuredClone(data), version: (this.documents.get(id)?.version ?? 0) + 1 });
    return this.#answer(id);
  }

  #fail(): void {
    if (this.fault !== undefined) {
      throw this.fault;
    }
  }
}

const note = (data: SheetData): SheetData => withNewTile(data, { kind: 'note', group: 'none', symbol: 'AAPL', props: {} }, { w: 4, h: 6 });

describe('Saving', () => {
  it('writes nothing on a first visit, and everything once after the first change', async () => {
    const host = new Host();
    const store = host.store();
    await host.pass(60_000);
    expect(host.writes).toBe(0);

    store.change(store.active.key, note);
    store.change(store.active.key, note);
    expect(store.active.state).toBe('dirty');
    await host.pass(799);
    expect(host.writes).toBe(0);
    await host.pass(1);
    expect(host.writes).toBe(1);
    expect(store.active).toMatchObject({ id: 'w1', tag: '"1"', state: 'saved' });
    expect((host.documents.get('w1')!.data as SheetData).tiles).toHaveLength(6);

    store.rename(store.active.key, 'Mine');
    await host.pass(800);
    expect(host.documents.get('w1')).toMatchObject({ title: 'Mine', version: 2 });
  });

  it('keeps what could not be written, over a reload, and writes it when the store is back', async () => {
    const host = new Host();
    let store = host.store();
    store.change(store.active.key, note);
    await host.pass(800);
    host.fault = new ApiError(503, 'STORE_UNAVAILABLE', 'down');
    store.rename(store.active.key, 'While it was down');
    await host.pass(800);
    expect(store.active.state).toBe('waiting');

    host.timers.clear();
    store = host.store();
    expect(store.active).toMatchObject({ title: 'While it was down', state: 'dirty', id: 'w1' });
    await host.pass(10_000);
    expect(store.active.state).toBe('waiting');
    host.fault = undefined;
    await host.pass(30_000);
    expect(store.active.state).toBe('saved');
    expect(host.documents.get('w1')!.title).toBe('While it was down');
  });

  it('says what it may not write, and does not knock again by itself', async () => {
    const host = new Host();
    const store = host.store();
    host.fault = new ApiError(507, 'STORE_FULL', 'The store is full.');
    store.change(store.active.key, note);
    await host.pass(100_000);
    expect(store.active).toMatchObject({ state: 'failed', problem: 'The store is full.' });
    host.fault = undefined;
    store.retry();
    await host.pass(0);
    expect(store.active.state).toBe('saved');
  });

  it('makes a sheet again that somebody deleted meanwhile', async () => {
    const host = new Host();
    const store = host.store();
    store.change(store.active.key, note);
    await host.pass(800);
    host.documents.clear();
    store.rename(store.active.key, 'Still here');
    await host.pass(1_000);
    expect(store.active.state).toBe('saved');
    expect([...host.documents.values()].map((d) => d.title)).toEqual(['Still here']);
  });
});

describe('A conflict', () => {
  async function inConflict() {
    const host = new Host();
    const store = host.store();
    store.change(store.active.key, note);
    await host.pass(800);
    host.documents.set('w1', { title: 'Theirs', data: emptySheet('').data, version: 2 });
    store.rename(store.active.key, 'Mine');
    await host.pass(800);
    expect(store.active.state).toBe('conflict');
    return { host, store };
  }

  it('waits for the reader, and keeps what is changed meanwhile', async () => {
    const { host, store } = await inConflict();
    store.change(store.active.key, note);
    await host.pass(60_000);
    expect(host.documents.get('w1')!.title).toBe('Theirs');
    store.resolve(store.active.key, 'mine');
    await host.pass(0);
    expect(host.documents.get('w1')).toMatchObject({ title: 'Mine', version: 3 });
    expect((host.documents.get('w1')!.data as SheetData).tiles).toHaveLength(6);
  });

  it('is none where the host has what is here, because the answer to a write was lost', async () => {
    const host = new Host();
    let store = host.store();
    store.change(store.active.key, note);
    await host.pass(800);
    store.rename(store.active.key, 'Written');
    const kept = new Map(host.storage);
    await host.pass(800);
    host.storage = kept;
    host.timers.clear();
    store = host.store();
    await host.pass(5_000);
    expect(store.active).toMatchObject({ title: 'Written', state: 'saved' });
  });

  it('can end with theirs', async () => {
    const { host, store } = await inConflict();
    store.resolve(store.active.key, 'theirs');
    await host.pass(60_000);
    expect(store.active).toMatchObject({ title: 'Theirs', state: 'saved' });
    expect(host.documents.get('w1')!.version).toBe(2);
  });

  it('can end with both', async () => {
    const { host, store } = await inConflict();
    store.resolve(store.active.key, 'both');
    await host.pass(1_000);
    expect([...host.documents.values()].map((d) => d.title).sort()).toEqual(['Mine (mine)', 'Theirs']);
    expect(store.get().sheets).toHaveLength(2);
  });
});

describe('Tabs', () => {
  it('come back after a reload with what the host has by then', async () => {
    const host = new Host();
    let store = host.store();
    store.change(store.active.key, note);
    store.add(presets[2]!.make(), { changed: true });
    await host.pass(1_000);
    host.documents.set('w1', { ...host.documents.get('w1')!, title: 'Renamed elsewhere', version: 9 });
    host.timers.clear();
    store = host.store();
    await host.pass(0);
    expect(store.get().sheets.map((s) => s.title)).toEqual(['Renamed elsewhere', 'Risk']);
    expect(store.active.title).toBe('Risk');
  });

  it('say so where an address leads nowhere', async () => {
    const host = new Host();
    const store = host.store();
    store.open('nobody');
    await host.pass(0);
    expect(store.active).toMatchObject({ state: 'missing' });
    expect(store.active.problem).toContain('no such sheet');
  });

  it('are never none', async () => {
    const host = new Host();
    const store = host.store();
    store.close(store.active.key, () => emptySheet('New'));
    expect(store.get().sheets.map((s) => s.title)).toEqual(['New']);
  });
});

describe('The model', () => {
  it('reads whatever it is given', () => {
    for (const data of [null, 1, 'x', [], {}, { kind: 'madlab.sheet' }, { kind: 'other', tiles: [] }]) {
      expect(readSheet('t', data)).toBeNull();
    }
    const sheet = readSheet(7, {
      kind: 'madlab.sheet',
      tiles: [null, {}, { kind: 'note', id: '../../x', layout: { x: 99, y: -5, w: 1e9, h: NaN }, group: 'pink', symbol: 5, props: [] }, { kind: 'a', id: 'same' }, { kind: 'b', id: 'same' }],
      groups: { blue: 5, red: 'MSFT', pink: 'X' },
    })!;
    expect(sheet.title).toBe('Sheet');
    expect(sheet.data.groups).toEqual({ red: 'MSFT' });
    expect(sheet.data.tiles.map((t) => t.kind)).toEqual(['note', 'a']);
    expect(sheet.data.tiles[0]!.layout).toEqual({ x: 0, y: 0, w: 12, h: 8 });
    expect(sheet.data.tiles[0]!.id).toMatch(/^\w{12}$/);
  });

  it('gives all tiles of a colour one symbol', () => {
    let { data } = presets[0]!.make();
    data = withSymbol(data, data.tiles[0]!, ' msft ');
    expect(data.tiles.slice(0, 3).map((t) => symbolOf(data, t))).toEqual(['MSFT', 'MSFT', 'MSFT']);
    data = withGroup(data, data.tiles[2]!, 'none');
    data = withSymbol(data, data.tiles[0]!, 'SPY');
    expect(symbolOf(data, data.tiles[2]!)).toBe('MSFT');
    data = withGroup(data, data.tiles[2]!, 'red');
    expect(data.groups.red).toBe('MSFT');
  });

  it('comes back from its file as it was, and says why another file is none', () => {
    const sheet = presets[3]!.make();
    expect(importText(exportText(sheet))).toEqual(sheet);
    expect(importText('{')).toContain('not JSON');
    expect(importText('{"a":1}')).toContain('not a sheet');
    expect(importText(' '.repeat(2_000_000))).toContain('1 MiB');
  });

  it('says what differs', () => {
    const mine = presets[0]!.make();
    const theirs: Sheet = { title: 'Other', data: { ...mine.data, groups: { blue: 'MSFT' }, tiles: mine.data.tiles.slice(1) } };
    expect(differences(mine, theirs, (t) => t.kind)).toEqual([
      'Title: mine is “Charting”, theirs “Other”.', 'Only mine has candles.', 'Colour blue: mine shows AAPL, theirs MSFT.',
    ]);
  });
});
