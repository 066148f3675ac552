import { useSyncExternalStore } from 'react';
import { createWorkspace, readWorkspace, writeWorkspace } from '../api/documents';
import { presets } from './presets';
import { SheetStore, type OpenSheet, type SheetsState } from './store';

/** The sheets of this page. */
export const sheets = new SheetStore(
  {
    read: readWorkspace,
    create: createWorkspace,
    write: writeWorkspace,
    storage: browserStorage(),
    setTimer: (run, ms) => window.setTimeout(run, ms),
    clearTimer: (timer) => window.clearTimeout(timer as number | undefined),
  },
  () => presets[0]!.make());

export function useSheets(): SheetsState & { current: OpenSheet } {
  const state = useSyncExternalStore(sheets.subscribe, sheets.get);
  return { ...state, current: state.sheets.find((s) => s.key === state.active)! };
}

/** Follows the address, and writes the sheet that is shown into it. */
export function followAddress(): void {
  const open = (): void => {
    const id = /^#\/sheet\/([\w-]+)$/.exec(location.hash)?.[1];
    if (id !== undefined) {
      sheets.open(id);
    }
  };
  open();
  window.addEventListener('hashchange', open);
  sheets.subscribe(() => {
    const { id, state } = sheets.active;
    const hash = id === undefined ? '' : `#/sheet/${id}`;
    if (state !== 'loading' && location.hash !== hash) {
      history.replaceState(null, '', hash === '' ? location.pathname + location.search : hash);
    }
  });

  // What was typed last is not left to a timer that a page put away may not see.
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') {
      sheets.get().sheets.forEach((s) => void sheets.flush(s.key));
    } else {
      void sheets.refresh(sheets.active.key);
    }
  });
  window.addEventListener('online', () => sheets.retry());
}

/** Each window comes back with its own sheets; a new one begins with those of the window that changed last. */
function browserStorage(): Pick<Storage, 'getItem' | 'setItem'> {
  try {
    const [own, last] = [window.sessionStorage, window.localStorage];
    return {
      getItem: (key) => own.getItem(key) ?? last.getItem(key),
      setItem: (key, value) => {
        own.setItem(key, value);
        last.setItem(key, value);
      },
    };
  } catch {
    // Shut off: sheets then live on the host alone.
    return { getItem: () => null, setItem: () => undefined };
  }
}
