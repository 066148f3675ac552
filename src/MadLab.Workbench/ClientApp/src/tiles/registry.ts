import { candles } from './candles/definition';
import { cone } from './cone/definition';
import { correlation } from './correlation/definition';
import { kpis } from './kpis/definition';
import { note } from './note/definition';
import { quality } from './quality/definition';
import { surface } from './surface/definition';
import type { AnyTile } from './tile';
import { watchlist } from './watchlist/definition';

/** Every kind of tile, in the order of the gallery. */
export const tiles: readonly AnyTile[] = [watchlist, candles, kpis, surface, cone, correlation, quality, note];

export function definitionOf(kind: string): AnyTile | undefined {
  return tiles.find((t) => t.kind === kind);
}
