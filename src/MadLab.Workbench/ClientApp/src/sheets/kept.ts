import { isObject } from '../streaming/parse';
import type { SheetsState } from './store';

/** A tab as it outlasts the page. */
export interface KeptSheet {
  key: string;
  id?: string;
  tag: string;
  title: string;
  /** The sheet itself, where the host does not have it yet. */
  data?: unknown;
  isDirty?: boolean;
}

const name = 'madlab.sheets';

export function readTabs(storage: Pick<Storage, 'getItem'>): { sheets: KeptSheet[]; active: string } {
  try {
    const kept: unknown = JSON.parse(storage.getItem(name) ?? 'null');
    if (isObject(kept) && Array.isArray(kept.sheets)) {
      return { sheets: kept.sheets.filter(isKept), active: String(kept.active) };
    }
  } catch {
    // Not ours, or storage is shut off: as on a first visit.
  }

  return { sheets: [], active: '' };
}

export function writeTabs(storage: Pick<Storage, 'setItem'>, { sheets, active }: SheetsState): void {
  const kept = sheets.map((s): KeptSheet => {
    const isOnHost = s.id !== undefined && (s.state === 'saved' || s.state === 'loading' || s.state === 'missing');
    return isOnHost
      ? { key: s.key, id: s.id, tag: s.tag, title: s.title }
      : { key: s.key, id: s.id, tag: s.tag, title: s.title, data: s.data, isDirty: s.state !== 'saved' };
  });
  try {
    storage.setItem(name, JSON.stringify({ sheets: kept, active }));
  } catch {
    // Full, or shut off: the page goes on, and the host has what was saved.
  }
}

function isKept(value: unknown): value is KeptSheet {
  return isObject(value) && typeof value.key === 'string' && typeof value.title === 'string' && typeof value.tag === 'string'
    && (value.id === undefined || typeof value.id === 'string');
}
