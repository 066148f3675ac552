import { useLayoutEffect } from 'react';
import { closeSheet, duplicateTile, newSheet, removeTile } from '../sheets/actions';
import { presets } from '../sheets/presets';
import { sheets } from '../sheets/sheets';
import { panels, type PanelName } from './panels';

/**
 * The keys of the page. With Alt, because browsers keep Ctrl+N, Ctrl+W and Ctrl+1 to themselves; by the key's place and not by its letter,
 * because with Alt some keyboards write another one.
 */
export const keys = [
  { keys: 'Ctrl+K, Cmd+K', does: 'Commands' },
  { keys: 'Alt+N', does: 'New sheet' },
  { keys: 'Alt+W', does: 'Close the sheet' },
  { keys: 'Alt+1 to 9', does: 'Go to a sheet' },
  { keys: 'Alt+D', does: 'Duplicate the tile that has the focus' },
  { keys: 'Alt+Delete', does: 'Remove the tile that has the focus' },
  { keys: 'Alt+H, M, S', does: 'Health, metrics, settings' },
  { keys: 'Escape', does: 'Close what is open' },
] as const;

interface Handlers {
  palette(): void;
  toggle(panel: PanelName): void;
  escape(): void;
}

export function useShortcuts(handlers: Handlers): void {
  // Before the page is painted: whoever sees it may use the keys.
  useLayoutEffect(() => {
    const onKeyDown = (e: KeyboardEvent): void => {
      if (!e.defaultPrevented && !e.isComposing && handle(e, handlers)) {
        e.preventDefault();
      }
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  });
}

/** Whether the key was one of ours. */
function handle(e: KeyboardEvent, { palette, toggle, escape }: Handlers): boolean {
  if ((e.ctrlKey || e.metaKey) && !e.altKey && e.code === 'KeyK') {
    palette();
    return true;
  }

  // A dialog has the page to itself, but for its own keys.
  if (document.querySelector('[role="dialog"]') !== null) {
    return false;
  }

  if (e.key === 'Escape') {
    escape();
    return false;
  }

  if (!e.altKey || e.ctrlKey || e.metaKey || e.shiftKey) {
    return false;
  }

  const { active, sheets: open } = sheets.get();
  const digit = /^Digit([1-9])$/.exec(e.code)?.[1];
  if (digit !== undefined) {
    const sheet = open[Number(digit) - 1];
    if (sheet !== undefined) {
      sheets.activate(sheet.key);
    }

    return true;
  }

  const panel = panels.find((p) => `Key${p.key.at(-1)}` === e.code);
  if (panel !== undefined) {
    toggle(panel.name);
    return true;
  }

  const tile = document.activeElement?.closest<HTMLElement>('[data-tile]')?.dataset.tile;
  switch (e.code) {
    case 'KeyN':
      newSheet(presets.at(-1)!.make);
      return true;
    case 'KeyW':
      void closeSheet(active);
      return true;
    case 'KeyD':
      if (tile !== undefined) {
        duplicateTile(tile);
      }
      return true;
    case 'Delete':
      if (tile !== undefined) {
        removeTile(tile);
      }
      return true;
    default:
      return false;
  }
}
