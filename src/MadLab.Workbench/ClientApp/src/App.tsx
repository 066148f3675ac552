import { useEffect, useState } from 'react';
import { useKeptChoices } from './api/choices';
import { useConfig, usePreferences } from './api/system';
import { setStream } from './live/live';
import { ConflictDialog } from './sheets/ConflictDialog';
import { SheetGrid } from './sheets/SheetGrid';
import { SheetTabs } from './sheets/SheetTabs';
import { sheets, useSheets } from './sheets/sheets';
import { Banners } from './shell/Banners';
import { modeOf } from './shell/mode';
import { Palette } from './shell/Palette';
import { panels, type PanelName } from './shell/panels';
import { SidePanel } from './shell/SidePanel';
import { SignIn } from './shell/SignIn';
import { StatusBar } from './shell/StatusBar';
import { useShortcuts } from './shell/shortcuts';
import { EmptyState, Skeleton } from './ui/states';
import { Toasts } from './ui/toasts';

export function App() {
  const { current } = useSheets();
  const [panel, setPanel] = useState<PanelName | null>(null);
  const [isPalette, setPalette] = useState(false);
  const [isDeciding, setDeciding] = useState(true);
  const config = useConfig().data;
  const preferences = usePreferences().data;
  useKeptChoices();
  const toggle = (name: PanelName): void => setPanel((p) => (p === name ? null : name));

  useEffect(() => {
    if (config !== undefined) {
      const { mode, pollingIntervalMs } = modeOf(config, preferences);
      setStream(mode, pollingIntervalMs, config.wsUrl);
    }
  }, [config, preferences]);
  useEffect(() => setDeciding(true), [current.key, current.theirs]);
  useEffect(() => {
    document.title = `${current.title} – MadLab`;
  }, [current.title]);
  useShortcuts({ palette: () => setPalette(true), toggle, escape: () => setPanel(null) });

  return (
    <div className="app">
      <a className="skip" href="#sheet">
        Skip to the sheet
      </a>
      <header className="top">
        <h1 className="brand">MadLab</h1>
        <SheetTabs />
        <div className="tools">
          <button type="button" className="button quiet" onClick={() => setPalette(true)} title="Ctrl+K or Cmd+K">
            Commands <kbd>Ctrl K</kbd>
          </button>
          {panels.map((p) => (
            <button key={p.name} type="button" className="button quiet" aria-pressed={panel === p.name} onClick={() => toggle(p.name)} title={p.key}>
              {p.title}
            </button>
          ))}
        </div>
      </header>
      <Banners sheet={current} onDecide={() => setDeciding(true)} />
      <div className="middle">
        <main>
          <div id="sheet" role="tabpanel" aria-label={current.title} tabIndex={-1}>
            {current.state === 'loading' ? (
              <Skeleton rows={8} />
            ) : current.state === 'missing' ? (
              <EmptyState>
                <p>{current.problem}</p>
                <button type="button" className="button" onClick={() => void sheets.refresh(current.key)}>
                  Try again
                </button>
              </EmptyState>
            ) : (
              <SheetGrid key={current.key} sheet={current} />
            )}
          </div>
        </main>
        {panel !== null && <SidePanel name={panel} onClose={() => setPanel(null)} />}
      </div>
      <StatusBar sheet={current} onHealth={() => toggle('health')} />
      <Palette open={isPalette} onClose={() => setPalette(false)} toggle={toggle} />
      <ConflictDialog sheet={current} open={current.state === 'conflict' && isDeciding} onClose={() => setDeciding(false)} />
      <SignIn />
      <Toasts />
    </div>
  );
}
