import type { ComponentType } from 'react';

export const linkGroups = ['none', 'red', 'green', 'blue', 'yellow'] as const;

/** Tiles of one colour share their symbol. */
export type LinkGroup = (typeof linkGroups)[number];

/** Where what a tile shows comes from, and of when it is. */
export interface Provenance {
  provider: string;
  feed?: string;
  delaySeconds?: number;
  /** ISO 8601. */
  asOf?: string;
  adjustment?: string;
  stale?: boolean;
}

export interface CsvTable {
  /** File name without its ending. */
  name: string;
  header: string[];
  rows: (string | number | null | undefined)[][];
}

export interface TileProps<C> {
  tileId: string;
  config: C;
  /** Kept with the sheet. */
  onConfig(change: Partial<C>): void;
  /** The tile's own, or that of its colour. */
  symbol: string;
  /** Changes the symbol of all tiles of the colour. */
  onSymbol(symbol: string): void;
  /** Shown by the frame; null while nothing is known. */
  setProvenance(provenance: Provenance | null): void;
  /** What "Download CSV" writes; null while there is nothing. */
  setCsv(make: (() => CsvTable) | null): void;
}

export interface TileDefinition<C> {
  kind: string;
  name: string;
  description: string;
  /** In columns of twelve and rows of 40 px. */
  size: { w: number; h: number; minW: number; minH: number };
  usesSymbol: boolean;
  /** Never throws: what is missing or wrong becomes the default. */
  parse(props: unknown): C;
  load(): Promise<{ default: ComponentType<TileProps<C>> }>;
  Settings?: ComponentType<{ config: C; onConfig(change: Partial<C>): void }>;
}

/** The definition with its configuration's type put out of sight, for lists of all kinds. */
export type AnyTile = TileDefinition<any>;
