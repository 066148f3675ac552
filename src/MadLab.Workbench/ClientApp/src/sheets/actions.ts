import { describe } from '../api/errors';
import { deleteWorkspace, saveTemplate } from '../api/documents';
import { download } from '../tiles/csv';
import { definitionOf } from '../tiles/registry';
import type { LinkGroup } from '../tiles/tile';
import { toast } from '../ui/toasts';
import { exportText, importText, maxFileBytes } from './files';
import { columns, emptySheet, maxTiles, withNewTile, withoutTile, withTile, type Sheet } from './model';
import { sheets } from './sheets';
import type { OpenSheet } from './store';

/** What menus, keys and the palette do to sheets and tiles. */

export function newSheet(make: () => Sheet): void {
  sheets.add(make(), { changed: true });
}

/** Closes a sheet once the host has it; one that could not be written stays, because nothing else holds it. */
export async function closeSheet(key: string): Promise<void> {
  await sheets.flush(key);
  const closed = sheets.get().sheets.find((s) => s.key === key);
  if (closed !== undefined && !isSafe(closed.state)) {
    toast(`“${closed.title}” stays open: it is not saved yet.`, { name: 'Export it', run: () => exportSheet(key) });
    return;
  }

  sheets.close(key, () => emptySheet('New sheet'));
  if (closed?.id !== undefined) {
    toast(`“${closed.title}” is closed, and kept.`, { name: 'Open again', run: () => sheets.open(closed.id!) });
  }
}

function isSafe(state: OpenSheet['state']): boolean {
  return state === 'saved' || state === 'loading' || state === 'missing';
}

export function duplicateSheet(key: string): void {
  const sheet = sheets.get().sheets.find((s) => s.key === key);
  if (sheet !== undefined) {
    sheets.add({ title: `${sheet.title} copy`, data: structuredClone(sheet.data) }, { changed: true });
  }
}

export async function deleteSheet(key: string): Promise<void> {
  const sheet = sheets.get().sheets.find((s) => s.key === key);
  if (sheet === undefined) {
    return;
  }

  try {
    if (sheet.id !== undefined) {
      await deleteWorkspace(sheet.id);
    }

    sheets.close(key, () => emptySheet('New sheet'));
    toast(`“${sheet.title}” is deleted.`, { name: 'Undo', run: () => sheets.add({ title: sheet.title, data: sheet.data }, { changed: true }) });
  } catch (e) {
    toast(`“${sheet.title}” was not deleted: ${describe(e).text}`);
  }
}

export function addTile(kind: string, group: LinkGroup = 'blue'): void {
  const definition = definitionOf(kind);
  const { key, data } = sheets.active;
  if (definition === undefined) {
    return;
  }

  if (data.tiles.length >= maxTiles) {
    toast(`A sheet holds ${maxTiles} tiles at most.`);
    return;
  }

  sheets.change(key, (d) => withNewTile(d, { kind, group: definition.usesSymbol ? group : 'none', symbol: 'AAPL', props: {} }, definition.size));
}

export function duplicateTile(id: string): void {
  const { key, data } = sheets.active;
  const tile = data.tiles.find((t) => t.id === id);
  if (tile !== undefined && data.tiles.length < maxTiles) {
    sheets.change(key, (d) => withNewTile(d, structuredClone({ kind: tile.kind, title: tile.title, group: tile.group, symbol: tile.symbol, props: tile.props }), tile.layout));
  }
}

export function removeTile(id: string): void {
  const { key, data } = sheets.active;
  const tile = data.tiles.find((t) => t.id === id);
  if (tile !== undefined) {
    sheets.change(key, (d) => withoutTile(d, id));
    toast('The tile is removed.', { name: 'Undo', run: () => sheets.change(key, (d) => ({ ...d, tiles: [...d.tiles, tile] })) });
  }
}

export function nudgeTile(id: string, change: { x?: number; y?: number; w?: number; h?: number }): void {
  const { key } = sheets.active;
  const clamp = (value: number, min: number, max: number): number => Math.min(max, Math.max(min, value));
  sheets.change(key, (d) => withTile(d, id, (t) => {
    const size = definitionOf(t.kind)?.size ?? { minW: 2, minH: 2 };
    const w = clamp(t.layout.w + (change.w ?? 0), size.minW, columns);
    return {
      ...t,
      layout: {
        w,
        h: clamp(t.layout.h + (change.h ?? 0), size.minH, 60),
        x: clamp(t.layout.x + (change.x ?? 0), 0, columns - w),
        // Tiles sink upwards; a step down has to pass the one below.
        y: Math.max(0, t.layout.y + (change.y ?? 0) * 4),
      },
    };
  }));
}

export function exportSheet(key: string): void {
  const sheet = sheets.get().sheets.find((s) => s.key === key);
  if (sheet !== undefined) {
    download(`${sheet.title}.madlab.json`, exportText(sheet), 'application/json');
  }
}

export async function importSheet(file: File): Promise<void> {
  const sheet = file.size > maxFileBytes ? 'The file is larger than 1 MiB, which is more than a sheet may have.' : importText(await file.text());
  if (typeof sheet === 'string') {
    toast(`${file.name} was not imported. ${sheet}`);
  } else {
    newSheet(() => sheet);
  }
}

export async function saveAsTemplate(key: string, name: string): Promise<void> {
  const sheet = sheets.get().sheets.find((s) => s.key === key);
  if (sheet === undefined) {
    return;
  }

  try {
    await saveTemplate({
      name,
      kind: 'sheet',
      title: sheet.title,
      widgets: sheet.data.tiles.map((t) => ({
        type: t.kind,
        title: t.title ?? definitionOf(t.kind)?.name ?? t.kind,
        layout: { ...t.layout, i: t.id },
        props: { props: t.props, group: t.group, symbol: t.group === 'none' ? t.symbol : sheet.data.groups[t.group] ?? t.symbol, title: t.title ?? null },
      })),
    } as Parameters<typeof saveTemplate>[0]);
    toast(`The template “${name}” is saved.`);
  } catch (e) {
    toast(`The template was not saved: ${describe(e).text}`);
  }
}

