import type { WorkspaceDocument } from '../api/documents';
import { ApiError, describe } from '../api/errors';
import { readTabs, writeTabs, type KeptSheet } from './kept';
import { newId, readSheet, type Sheet, type SheetData } from './model';

/**
 * - `saved`: the host has it as it is here
 * - `dirty`, `saving`: on its way
 * - `waiting`: the host or its store is down; kept here and tried again
 * - `conflict`: somebody wrote in between, and the reader has to choose
 * - `failed`: refused for a reason that waiting does not mend
 * - `loading`, `missing`: an address opened it, and it is being read, or is not there
 */
export type SheetState = 'saved' | 'dirty' | 'saving' | 'waiting' | 'conflict' | 'failed' | 'loading' | 'missing';

export interface OpenSheet extends Sheet {
  /** Of this page alone; what React keys by. */
  key: string;
  /** The workspace's; undefined until it was saved once. */
  id?: string;
  tag: string;
  state: SheetState;
  problem?: string;
  theirs?: WorkspaceDocument;
}

export interface SheetsState {
  sheets: readonly OpenSheet[];
  active: string;
}

export interface StoreDependencies {
  read(id: string): Promise<WorkspaceDocument>;
  create(title: string, data: unknown): Promise<WorkspaceDocument>;
  write(id: string, tag: string, title: string, data: unknown): Promise<WorkspaceDocument>;
  storage: Pick<Storage, 'getItem' | 'setItem'>;
  setTimer(run: () => void, ms: number): unknown;
  clearTimer(timer: unknown): void;
}

const saveAfterMs = 800;
const firstRetryMs = 2_000;
const lastRetryMs = 30_000;

/** The sheets that are open, and their way to the host and back. Nothing that was changed is ever only in memory. */
export class SheetStore {
  readonly #deps: StoreDependencies;
  readonly #listeners = new Set<() => void>();
  readonly #timers = new Map<string, unknown>();
  readonly #retryMs = new Map<string, number>();
  #state: SheetsState;

  constructor(deps: StoreDependencies, first: () => Sheet) {
    this.#deps = deps;
    const kept = readTabs(deps.storage);
    const sheets = kept.sheets.map(opened);
    if (sheets.length === 0) {
      sheets.push(fresh(first()));
    }

    this.#state = { sheets, active: sheets.some((s) => s.key === kept.active) ? kept.active : sheets[0]!.key };
    for (const sheet of sheets) {
      if (sheet.state === 'dirty') {
        this.#saveLater(sheet.key, 0);
      } else if (sheet.state === 'loading') {
        void this.refresh(sheet.key);
      }
    }
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  get = (): SheetsState => this.#state;

  get active(): OpenSheet {
    return this.#state.sheets.find((s) => s.key === this.#state.active)!;
  }

  activate(key: string): void {
    if (this.#state.sheets.some((s) => s.key === key)) {
      this.#set({ ...this.#state, active: key });
      void this.refresh(key);
    }
  }

  /** Opens a sheet that is not saved yet; with its first change it will be. */
  add(sheet: Sheet, options: { changed?: boolean } = {}): string {
    const opened = fresh(sheet);
    this.#set({ sheets: [...this.#state.sheets, opened], active: opened.key });
    if (options.changed) {
      this.#changed(opened.key);
    }

    return opened.key;
  }

  /** Opens a workspace, or goes to the tab that has it. */
  open(id: string): void {
    const open = this.#state.sheets.find((s) => s.id === id);
    if (open !== undefined) {
      this.activate(open.key);
      return;
    }

    const sheet = opened({ key: newId(), id, tag: '', title: 'Opening…' });
    this.#set({ sheets: [...this.#state.sheets, sheet], active: sheet.key });
    void this.refresh(sheet.key);
  }

  /** Takes a tab away; the workspace stays. The last one is replaced. */
  close(key: string, replacement: () => Sheet): void {
    const index = this.#state.sheets.findIndex((s) => s.key === key);
    if (index < 0) {
      return;
    }

    const sheets = this.#state.sheets.filter((s) => s.key !== key);
    const left = sheets.length > 0 ? sheets : [fresh(replacement())];
    const active = this.#state.active === key ? left[Math.min(index, left.length - 1)]!.key : this.#state.active;
    this.#set({ sheets: left, active });
  }

  move(key: string, to: number): void {
    const sheets = this.#state.sheets.filter((s) => s.key !== key);
    const moved = this.#state.sheets.find((s) => s.key === key);
    if (moved !== undefined) {
      sheets.splice(Math.max(0, Math.min(to, sheets.length)), 0, moved);
      this.#set({ ...this.#state, sheets });
    }
  }

  change(key: string, change: (data: SheetData) => SheetData): void {
    const sheet = this.#find(key);
    const data = sheet === undefined ? undefined : change(sheet.data);
    if (sheet !== undefined && data !== sheet.data) {
      this.#patch(key, { data });
      this.#changed(key);
    }
  }

  rename(key: string, title: string): void {
    const sheet = this.#find(key);
    if (sheet !== undefined && title.trim() !== '' && title !== sheet.title) {
      this.#patch(key, { title: title.trim() });
      this.#changed(key);
    }
  }

  /** Ends a conflict: with what is here, with what they wrote, or with both, mine as a sheet of its own. */
  resolve(key: string, choice: 'mine' | 'theirs' | 'both'): void {
    const sheet = this.#find(key);
    if (sheet?.theirs === undefined) {
      return;
    }

    const theirs = sheet.theirs;
    const read = readSheet(theirs.title, theirs.data);
    if (choice === 'mine' || read === null) {
      this.#patch(key, { tag: theirs.tag, theirs: undefined, state: 'dirty' });
      this.#saveLater(key, 0);
      return;
    }

    if (choice === 'both') {
      this.add({ title: `${sheet.title} (mine)`, data: sheet.data }, { changed: true });
    }

    this.#patch(key, { ...read, tag: theirs.tag, theirs: undefined, state: 'saved', problem: undefined });
  }

  /** Reads what the host has, where nothing here is waiting to be written. */
  async refresh(key: string): Promise<void> {
    const before = this.#find(key);
    if (before?.id === undefined || (before.state !== 'saved' && before.state !== 'loading' && before.state !== 'missing')) {
      return;
    }

    try {
      const document = await this.#deps.read(before.id);
      const now = this.#find(key);
      const sheet = readSheet(document.title, document.data);
      if (now === undefined || now.data !== before.data || now.tag !== before.tag) {
        return;
      }

      if (sheet === null) {
        this.#patch(key, { state: 'missing', problem: 'This workspace is not a sheet: another program made it.' });
      } else if (document.tag !== now.tag || now.state !== 'saved') {
        this.#patch(key, { ...sheet, tag: document.tag, state: 'saved', problem: undefined });
      }
    } catch (e) {
      const now = this.#find(key);
      if (now === undefined || now.state === 'saved') {
        // What is shown is still what was saved; a change will find out.
        return;
      }

      const gone = e instanceof ApiError && e.status === 404;
      this.#patch(key, { state: 'missing', problem: gone ? 'There is no such sheet, or it is somebody else\'s.' : describe(e).text });
      if (!gone) {
        this.#timers.set(key, this.#deps.setTimer(() => void this.refresh(key), this.#nextRetry(key)));
      }
    }
  }

  /** Writes now what would be written soon. */
  async flush(key: string): Promise<void> {
    const sheet = this.#find(key);
    if (sheet?.state === 'dirty' || sheet?.state === 'waiting') {
      await this.#save(key);
    }
  }

  retry(): void {
    for (const sheet of this.#state.sheets) {
      if (sheet.state === 'waiting' || sheet.state === 'failed') {
        this.#patch(sheet.key, { state: 'dirty' });
        this.#saveLater(sheet.key, 0);
      }
    }
  }

  #changed(key: string): void {
    if (this.#find(key)?.state === 'conflict') {
      // Kept, and decided about with the rest.
      return;
    }

    if (this.#find(key)?.state !== 'saving') {
      this.#patch(key, { state: 'dirty', problem: undefined });
    }

    this.#saveLater(key, saveAfterMs);
  }

  #saveLater(key: string, ms: number): void {
    this.#deps.clearTimer(this.#timers.get(key));
    this.#timers.set(key, this.#deps.setTimer(() => void this.#save(key), ms));
  }

  async #save(key: string): Promise<void> {
    this.#deps.clearTimer(this.#timers.get(key));
    const sheet = this.#find(key);
    if (sheet === undefined || sheet.state === 'conflict') {
      return;
    }

    if (sheet.state === 'saving') {
      this.#saveLater(key, saveAfterMs);
      return;
    }

    this.#patch(key, { state: 'saving' });
    try {
      const saved = sheet.id === undefined
        ? await this.#deps.create(sheet.title, sheet.data)
        : await this.#deps.write(sheet.id, sheet.tag, sheet.title, sheet.data);
      this.#retryMs.delete(key);
      const now = this.#find(key);
      const unchanged = now?.data === sheet.data && now.title === sheet.title;
      this.#patch(key, { id: saved.id, tag: saved.tag, state: unchanged ? 'saved' : 'dirty', problem: undefined });
      if (!unchanged) {
        this.#saveLater(key, saveAfterMs);
      }
    } catch (e) {
      await this.#notSaved(key, sheet, e);
    }
  }

  async #notSaved(key: string, sheet: OpenSheet, error: unknown): Promise<void> {
    if (error instanceof ApiError && error.isConflict && sheet.id !== undefined) {
      try {
        const theirs = await this.#deps.read(sheet.id);
        if (isSame(theirs, sheet)) {
          // Our own write, whose answer was lost.
          this.#patch(key, { tag: theirs.tag, state: 'dirty' });
          this.#saveLater(key, 0);
        } else {
          this.#patch(key, { state: 'conflict', theirs });
        }

        return;
      } catch (e) {
        error = e;
      }
    }

    if (error instanceof ApiError && error.status === 404) {
      // Deleted by somebody else, while it is being worked on here: it is made again rather than lost.
      this.#patch(key, { id: undefined, tag: '', state: 'dirty' });
      this.#saveLater(key, 0);
      return;
    }

    const transient = error instanceof ApiError && error.isTransient && error.code !== 'STORE_FULL';
    this.#patch(key, { state: transient ? 'waiting' : 'failed', problem: describe(error).text });
    if (transient) {
      this.#saveLater(key, Math.max(error instanceof ApiError ? error.retryAfterMs ?? 0 : 0, this.#nextRetry(key)));
    }
  }

  #nextRetry(key: string): number {
    const wait = this.#retryMs.get(key) ?? firstRetryMs;
    this.#retryMs.set(key, Math.min(lastRetryMs, wait * 2));
    return wait;
  }

  #find(key: string): OpenSheet | undefined {
    return this.#state.sheets.find((s) => s.key === key);
  }

  #patch(key: string, change: Partial<OpenSheet>): void {
    this.#set({ ...this.#state, sheets: this.#state.sheets.map((s) => (s.key === key ? { ...s, ...change } : s)) });
  }

  #set(state: SheetsState): void {
    this.#state = state;
    writeTabs(this.#deps.storage, state);
    for (const listener of this.#listeners) {
      listener();
    }
  }
}

function isSame(theirs: WorkspaceDocument, mine: Sheet): boolean {
  const read = readSheet(theirs.title, theirs.data);
  return read !== null && read.title === mine.title && JSON.stringify(read.data) === JSON.stringify(readSheet(mine.title, mine.data)?.data);
}

function fresh(sheet: Sheet): OpenSheet {
  return { ...sheet, key: newId(), tag: '', state: 'saved' };
}

function opened(kept: KeptSheet): OpenSheet {
  const sheet = readSheet(kept.title, kept.data);
  return {
    key: kept.key,
    id: kept.id,
    tag: kept.tag,
    title: sheet?.title ?? kept.title,
    data: sheet?.data ?? { kind: 'madlab.sheet', schema: 1, tiles: [], groups: {} },
    state: sheet === null ? 'loading' : kept.isDirty ? 'dirty' : 'saved',
  };
}
