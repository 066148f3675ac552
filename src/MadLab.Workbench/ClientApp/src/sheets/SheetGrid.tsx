import { useMemo } from 'react';
import { ReactGridLayout, useContainerWidth, type Layout } from 'react-grid-layout';
import { EmptyState } from '../ui/states';
import { definitionOf, tiles as kinds } from '../tiles/registry';
import { TileFrame } from '../tiles/TileFrame';
import { addTile, duplicateTile, nudgeTile, removeTile } from './actions';
import { columns, symbolOf, withGroup, withLayouts, withSymbol, withTile } from './model';
import { sheets } from './sheets';
import type { OpenSheet } from './store';
import 'react-grid-layout/css/styles.css';
import './grid.css';

/** Narrower than this tiles stand below one another, and where they stand on a wide screen is left alone. */
const narrow = 720;

export function SheetGrid({ sheet }: { sheet: OpenSheet }) {
  const { width, containerRef, mounted } = useContainerWidth();
  const isNarrow = width < narrow;
  const { tiles } = sheet.data;
  const layout = useMemo(
    () => [...tiles]
      .sort((a, b) => a.layout.y - b.layout.y || a.layout.x - b.layout.x)
      .map((t, i) => {
        const size = definitionOf(t.kind)?.size;
        return isNarrow
          ? { i: t.id, x: 0, y: i * 100, w: 1, h: t.layout.h }
          : { i: t.id, ...t.layout, minW: size?.minW ?? 2, minH: size?.minH ?? 2 };
      }),
    [tiles, isNarrow]);

  const keep = (next: Layout): void => {
    if (!isNarrow) {
      sheets.change(sheet.key, (d) => withLayouts(d, next.map((l) => ({ id: l.i, x: l.x, y: l.y, w: l.w, h: l.h }))));
    }
  };

  if (tiles.length === 0) {
    return (
      <EmptyState>
        <p>This sheet is empty. What shall it show?</p>
        <div className="gallery">
          {kinds.map((k) => (
            <button key={k.kind} type="button" className="button" title={k.description} onClick={() => addTile(k.kind)}>
              {k.name}
            </button>
          ))}
        </div>
      </EmptyState>
    );
  }

  return (
    <div ref={containerRef} className="grid">
      {mounted && (
        <ReactGridLayout
          width={width}
          layout={layout}
          gridConfig={{ cols: isNarrow ? 1 : columns, rowHeight: 32, margin: [8, 8], containerPadding: [8, 8] }}
          dragConfig={{ enabled: !isNarrow, handle: '.drag-handle' }}
          resizeConfig={{ enabled: !isNarrow }}
          onDragStop={(next) => keep(next)}
          onResizeStop={(next) => keep(next)}
        >
          {tiles.map((tile) => (
            <div key={tile.id}>
              <TileFrame
                id={tile.id}
                kind={tile.kind}
                title={tile.title}
                group={tile.group}
                symbol={symbolOf(sheet.data, tile)}
                props={tile.props}
                onProps={(change) => sheets.change(sheet.key, (d) => withTile(d, tile.id, (t) => ({ ...t, props: { ...t.props, ...change } })))}
                onSymbol={(symbol) => sheets.change(sheet.key, (d) => withSymbol(d, tile, symbol))}
                onGroup={(group) => sheets.change(sheet.key, (d) => withGroup(d, tile, group))}
                onTitle={(title) => sheets.change(sheet.key, (d) => withTile(d, tile.id, (t) => ({ ...t, title: title.trim() === '' ? undefined : title })))}
                onDuplicate={() => duplicateTile(tile.id)}
                onRemove={() => removeTile(tile.id)}
                onNudge={(change) => nudgeTile(tile.id, change)}
              />
            </div>
          ))}
        </ReactGridLayout>
      )}
    </div>
  );
}
