import { Component, lazy, Suspense, useCallback, useMemo, useRef, useState, type ComponentType, type ReactNode } from 'react';
import { useConfig } from '../api/system';
import { dateTime } from '../format/times';
import { useStreamStatus } from '../live/live';
import { Dialog } from '../ui/Dialog';
import { Menu } from '../ui/Menu';
import { EmptyState, ErrorState, Skeleton } from '../ui/states';
import { csvText, download } from './csv';
import { definitionOf } from './registry';
import { SymbolSearch } from './SymbolSearch';
import { linkGroups, type AnyTile, type CsvTable, type LinkGroup, type Provenance, type TileProps } from './tile';
import './tile.css';

export interface FrameProps {
  id: string;
  kind: string;
  title: string | undefined;
  group: LinkGroup;
  symbol: string;
  props: Record<string, unknown>;
  onProps(change: Record<string, unknown>): void;
  onSymbol(symbol: string): void;
  onGroup(group: LinkGroup): void;
  onTitle(title: string): void;
  onDuplicate(): void;
  onRemove(): void;
  onNudge(change: { x?: number; y?: number; w?: number; h?: number }): void;
}

const loaded = new Map<string, ComponentType<TileProps<unknown>>>();

function componentOf(definition: AnyTile): ComponentType<TileProps<unknown>> {
  let component = loaded.get(definition.kind);
  if (component === undefined) {
    component = lazy(() => definition.load());
    loaded.set(definition.kind, component);
  }

  return component;
}

/** What every tile has around it: title, symbol, colour, menu, where its numbers come from, and a wall that its errors stay behind. */
export function TileFrame(frame: FrameProps) {
  const definition = definitionOf(frame.kind);
  const [provenance, setProvenance] = useState<Provenance | null>(null);
  const [isConfiguring, setConfiguring] = useState(false);
  const makeCsv = useRef<(() => CsvTable) | null>(null);
  const setCsv = useCallback((make: (() => CsvTable) | null) => {
    makeCsv.current = make;
  }, []);
  const config = useMemo(() => definition?.parse(frame.props), [definition, frame.props]) as unknown;
  const name = frame.title ?? definition?.name ?? frame.kind;
  const headingId = `tile-${frame.id}`;

  const body = (): ReactNode => {
    if (definition === undefined) {
      return <EmptyState>This version has no tile of the kind “{frame.kind}”. What it holds is kept.</EmptyState>;
    }

    const Body = componentOf(definition);
    return (
      <Wall key={`${frame.kind} ${frame.symbol}`}>
        <Suspense fallback={<Skeleton />}>
          <Body
            tileId={frame.id}
            config={config}
            onConfig={frame.onProps}
            symbol={frame.symbol}
            onSymbol={frame.onSymbol}
            setProvenance={setProvenance}
            setCsv={setCsv}
          />
        </Suspense>
      </Wall>
    );
  };

  const Settings = definition?.Settings;
  return (
    <section className="tile" data-testid="tile" data-kind={frame.kind} data-tile={frame.id} aria-labelledby={headingId} tabIndex={-1}>
      <header className="tile-head">
        <span className={`dot ${frame.group}`} title={frame.group === 'none' ? 'On its own' : `Colour ${frame.group}`} />
        <h2 id={headingId} className="drag-handle">
          {name}
          {definition?.usesSymbol === true && <span className="tile-symbol"> {frame.symbol}</span>}
        </h2>
        <Badges provenance={provenance} />
        {definition?.usesSymbol === true && <SymbolSearch label={`Symbol of ${name}`} placeholder="Symbol" onPick={frame.onSymbol} />}
        <Menu
          label={`Menu of ${name}`}
          testId="tile-menu"
          trigger="⋮"
          groups={[
            {
              items: [
                { name: 'Configure…', onSelect: () => setConfiguring(true) },
                { name: 'Duplicate', hint: 'Alt+D', onSelect: frame.onDuplicate },
                {
                  name: 'Download CSV',
                  onSelect: () => {
                    const table = makeCsv.current?.();
                    if (table !== undefined) {
                      download(`${table.name}.csv`, csvText(table, provenance), 'text/csv;charset=utf-8');
                    }
                  },
                },
                { name: 'Remove', hint: 'Alt+Delete', onSelect: frame.onRemove },
              ],
            },
            {
              heading: 'Shares its symbol with',
              items: linkGroups.map((g) => ({ name: g === 'none' ? 'Nothing' : `Colour ${g}`, hint: g === frame.group ? '✓' : undefined, onSelect: () => frame.onGroup(g) })),
            },
            {
              heading: 'Move and resize',
              items: [
                { name: 'Left', onSelect: () => frame.onNudge({ x: -1 }) },
                { name: 'Right', onSelect: () => frame.onNudge({ x: 1 }) },
                { name: 'Up', onSelect: () => frame.onNudge({ y: -1 }) },
                { name: 'Down', onSelect: () => frame.onNudge({ y: 1 }) },
                { name: 'Wider', onSelect: () => frame.onNudge({ w: 1 }) },
                { name: 'Narrower', onSelect: () => frame.onNudge({ w: -1 }) },
                { name: 'Taller', onSelect: () => frame.onNudge({ h: 1 }) },
                { name: 'Shorter', onSelect: () => frame.onNudge({ h: -1 }) },
              ],
            },
          ]}
        />
      </header>
      <div className="tile-body">{body()}</div>
      <footer className="tile-foot muted">{provenance === null ? ' ' : sourceText(provenance)}</footer>
      <Dialog title={`Configure ${name}`} open={isConfiguring} onClose={() => setConfiguring(false)}>
        <label className="field">
          Title
          <input className="input" maxLength={200} placeholder={definition?.name} defaultValue={frame.title ?? ''} onChange={(e) => frame.onTitle(e.target.value)} />
        </label>
        {Settings !== undefined && <Settings config={config} onConfig={frame.onProps} />}
        <div className="actions">
          <button type="button" className="button primary" onClick={() => setConfiguring(false)}>
            Done
          </button>
        </div>
      </Dialog>
    </section>
  );
}

function Badges({ provenance }: { provenance: Provenance | null }) {
  const isDemo = useConfig().data?.demo === true;
  const replay = useStreamStatus().replay;
  return (
    <>
      {provenance !== null && isDemo && <span className="badge warn">Demo</span>}
      {provenance !== null && replay != null && <span className="badge warn">Replay</span>}
      {provenance?.stale === true && <span className="badge danger">Stale</span>}
      {(provenance?.delaySeconds ?? 0) > 0 && <span className="badge">{Math.round(provenance!.delaySeconds! / 60)} min late</span>}
    </>
  );
}

function sourceText(p: Provenance): string {
  const feed = p.feed !== undefined && p.feed !== p.provider ? ` (${p.feed})` : '';
  const asOf = p.asOf === undefined ? 'live' : `as of ${dateTime(p.asOf, 'UTC')} UTC`;
  const adjustment = p.adjustment === undefined || p.adjustment === 'raw' ? p.adjustment ?? '' : `adjusted: ${p.adjustment}`;
  return [`${p.provider}${feed}`, asOf, adjustment].filter((t) => t !== '').join(' · ');
}

/** An error of one tile is that tile's alone. */
class Wall extends Component<{ children: ReactNode }, { error: Error | null }> {
  override state: { error: Error | null } = { error: null };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override render(): ReactNode {
    return this.state.error === null ? this.props.children : <ErrorState error={this.state.error} onRetry={() => this.setState({ error: null })} />;
  }
}
