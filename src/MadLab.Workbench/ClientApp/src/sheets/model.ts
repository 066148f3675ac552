import { isObject } from '../streaming/parse';
import { linkGroups, type LinkGroup } from '../tiles/tile';

export interface Layout {
  x: number;
  y: number;
  w: number;
  h: number;
}

export interface Tile {
  id: string;
  kind: string;
  /** The reader's own; undefined: the kind's name. */
  title?: string;
  group: LinkGroup;
  symbol: string;
  props: Record<string, unknown>;
  layout: Layout;
}

/** What a workspace holds of a sheet, beside its title. */
export interface SheetData {
  kind: 'madlab.sheet';
  schema: 1;
  tiles: Tile[];
  groups: Partial<Record<LinkGroup, string>>;
}

export interface Sheet {
  title: string;
  data: SheetData;
}

export const columns = 12;
export const maxTiles = 60;
export const maxTitle = 200;
const maxSymbol = 32;

export function emptySheet(title: string): Sheet {
  return { title, data: { kind: 'madlab.sheet', schema: 1, tiles: [], groups: {} } };
}

export function newId(): string {
  return crypto.randomUUID().replaceAll('-', '').slice(0, 12);
}

/** The symbol a tile shows. */
export function symbolOf(data: SheetData, tile: Tile): string {
  return tile.group === 'none' ? tile.symbol : data.groups[tile.group] ?? tile.symbol;
}

export function withSymbol(data: SheetData, tile: Tile, symbol: string): SheetData {
  const clean = symbol.trim().toUpperCase().slice(0, maxSymbol);
  if (clean === '') {
    return data;
  }

  return tile.group === 'none'
    ? withTile(data, tile.id, (t) => ({ ...t, symbol: clean }))
    : { ...data, groups: { ...data.groups, [tile.group]: clean } };
}

export function withTile(data: SheetData, id: string, change: (tile: Tile) => Tile): SheetData {
  return { ...data, tiles: data.tiles.map((t) => (t.id === id ? change(t) : t)) };
}

export function withoutTile(data: SheetData, id: string): SheetData {
  return { ...data, tiles: data.tiles.filter((t) => t.id !== id) };
}

/** Puts a tile below all others, which is always free. */
export function withNewTile(data: SheetData, tile: Omit<Tile, 'id' | 'layout'>, size: { w: number; h: number }): SheetData {
  const y = Math.max(0, ...data.tiles.map((t) => t.layout.y + t.layout.h));
  return { ...data, tiles: [...data.tiles, { ...tile, id: newId(), layout: { x: 0, y, w: Math.min(columns, size.w), h: size.h } }] };
}

export function withLayouts(data: SheetData, layouts: readonly (Layout & { id: string })[]): SheetData {
  const byId = new Map(layouts.map((l) => [l.id, l]));
  let changed = false;
  const tiles = data.tiles.map((tile) => {
    const next = byId.get(tile.id);
    if (next === undefined || (['x', 'y', 'w', 'h'] as const).every((k) => next[k] === tile.layout[k])) {
      return tile;
    }

    changed = true;
    return { ...tile, layout: { x: next.x, y: next.y, w: next.w, h: next.h } };
  });
  return changed ? { ...data, tiles } : data;
}

/** Joins a tile to a colour: it brings its symbol where the colour has none, and takes the colour's otherwise. */
export function withGroup(data: SheetData, tile: Tile, group: LinkGroup): SheetData {
  const symbol = symbolOf(data, tile);
  const next = withTile(data, tile.id, (t) => ({ ...t, group, symbol }));
  return group === 'none' || next.groups[group] !== undefined ? next : { ...next, groups: { ...next.groups, [group]: symbol } };
}

/** A sheet from whatever a document or a file holds; null where it is none. What is wrong in a part is put right. */
export function readSheet(title: unknown, data: unknown): Sheet | null {
  if (!isObject(data) || data.kind !== 'madlab.sheet' || !Array.isArray(data.tiles)) {
    return null;
  }

  const seen = new Set<string>();
  const tiles = data.tiles.slice(0, maxTiles).map(readTile).filter((t) => t !== null && !seen.has(t.id) && seen.add(t.id)) as Tile[];
  const groups: SheetData['groups'] = {};
  for (const group of linkGroups) {
    const symbol = isObject(data.groups) ? data.groups[group] : undefined;
    if (group !== 'none' && typeof symbol === 'string' && symbol !== '') {
      groups[group] = symbol.slice(0, maxSymbol);
    }
  }

  return {
    title: typeof title === 'string' && title.trim() !== '' ? title.slice(0, maxTitle) : 'Sheet',
    data: { kind: 'madlab.sheet', schema: 1, tiles, groups },
  };
}

function readTile(value: unknown): Tile | null {
  if (!isObject(value) || typeof value.kind !== 'string') {
    return null;
  }

  const layout = isObject(value.layout) ? value.layout : {};
  const w = whole(layout.w, 1, columns, 4);
  return {
    id: typeof value.id === 'string' && /^[\w-]{1,64}$/.test(value.id) ? value.id : newId(),
    kind: value.kind,
    title: typeof value.title === 'string' && value.title !== '' ? value.title.slice(0, maxTitle) : undefined,
    group: linkGroups.find((g) => g === value.group) ?? 'none',
    symbol: typeof value.symbol === 'string' && value.symbol !== '' ? value.symbol.slice(0, maxSymbol) : 'AAPL',
    props: isObject(value.props) ? value.props : {},
    layout: { x: whole(layout.x, 0, columns - w, 0), y: whole(layout.y, 0, 10_000, 0), w, h: whole(layout.h, 1, 60, 8) },
  };
}

function whole(value: unknown, min: number, max: number, otherwise: number): number {
  return typeof value === 'number' && Number.isFinite(value) ? Math.min(max, Math.max(min, Math.round(value))) : Math.min(max, Math.max(min, otherwise));
}
