import type { Sheet, Tile } from './model';

/** What of two versions of a sheet differs, in words. */
export function differences(mine: Sheet, theirs: Sheet, nameOf: (tile: Tile) => string): string[] {
  const said: string[] = [];
  if (mine.title !== theirs.title) {
    said.push(`Title: mine is “${mine.title}”, theirs “${theirs.title}”.`);
  }

  const other = new Map(theirs.data.tiles.map((t) => [t.id, t]));
  for (const tile of mine.data.tiles) {
    const same = other.get(tile.id);
    if (same === undefined) {
      said.push(`Only mine has ${nameOf(tile)}.`);
    } else {
      const parts = [
        JSON.stringify(tile.layout) !== JSON.stringify(same.layout) ? 'place' : '',
        tile.symbol !== same.symbol || tile.group !== same.group ? 'symbol' : '',
        tile.title !== same.title || JSON.stringify(tile.props) !== JSON.stringify(same.props) ? 'content' : '',
      ].filter((p) => p !== '');
      if (parts.length > 0) {
        said.push(`${nameOf(tile)}: ${parts.join(' and ')} differ.`);
      }
    }

    other.delete(tile.id);
  }

  for (const tile of other.values()) {
    said.push(`Only theirs has ${nameOf(tile)}.`);
  }

  const groups = new Set([...Object.keys(mine.data.groups), ...Object.keys(theirs.data.groups)]) as Set<keyof Sheet['data']['groups']>;
  for (const group of groups) {
    if (mine.data.groups[group] !== theirs.data.groups[group]) {
      said.push(`Colour ${group}: mine shows ${mine.data.groups[group] ?? 'nothing'}, theirs ${theirs.data.groups[group] ?? 'nothing'}.`);
    }
  }

  return said.length === 0 ? ['The two are alike; only their versions differ.'] : said;
}
