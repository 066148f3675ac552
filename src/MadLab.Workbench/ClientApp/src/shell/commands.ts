import { addTile, closeSheet, duplicateSheet, exportSheet, newSheet } from '../sheets/actions';
import { presets } from '../sheets/presets';
import { sheets } from '../sheets/sheets';
import { tiles } from '../tiles/registry';
import { themes, type Theme } from '../ui/theme';
import { panels, type PanelName } from './panels';

export interface Command {
  name: string;
  key?: string;
  run(): void;
}

/** All that the palette offers now. */
export function commands(toggle: (panel: PanelName) => void, chooseTheme: (theme: Theme) => void): Command[] {
  const { active, sheets: open } = sheets.get();
  return [
    ...presets.map((p) => ({ name: `New sheet: ${p.name}`, key: p.name === 'Blank' ? 'Alt+N' : undefined, run: () => newSheet(p.make) })),
    ...tiles.map((t) => ({ name: `Add tile: ${t.name}`, run: () => addTile(t.kind) })),
    ...open.map((s, i) => ({ name: `Go to sheet: ${s.title}`, key: i < 9 ? `Alt+${i + 1}` : undefined, run: () => sheets.activate(s.key) })),
    { name: 'Duplicate this sheet', run: () => duplicateSheet(active) },
    { name: 'Export this sheet', run: () => exportSheet(active) },
    { name: 'Close this sheet', key: 'Alt+W', run: () => void closeSheet(active) },
    ...panels.map((p) => ({ name: `Show or hide: ${p.title}`, key: p.key, run: () => toggle(p.name) })),
    ...themes.map((t) => ({ name: `Theme: ${t}`, run: () => chooseTheme(t) })),
  ];
}
