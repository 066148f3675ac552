import { lazy, Suspense, useEffect, useRef } from 'react';
import { Skeleton } from '../ui/states';
import { panels, type PanelName } from './panels';

const bodies = {
  health: lazy(() => import('./HealthPanel')),
  metrics: lazy(() => import('./MetricsPanel')),
  settings: lazy(() => import('./SettingsPanel')),
};

export function SidePanel({ name, onClose }: { name: PanelName; onClose(): void }) {
  const panel = useRef<HTMLElement>(null);
  const title = panels.find((p) => p.name === name)!.title;
  useEffect(() => {
    const before = document.activeElement;
    panel.current?.focus();
    return () => {
      if (before instanceof HTMLElement && panel.current?.contains(document.activeElement) !== false) {
        before.focus();
      }
    };
  }, [name]);

  const Body = bodies[name];
  return (
    <aside className="side" aria-label={title} data-testid={name} tabIndex={-1} ref={panel}>
      <header>
        <h2>{title}</h2>
        <button type="button" className="button quiet icon" aria-label={`Close ${title}`} onClick={onClose}>
          ×
        </button>
      </header>
      <Suspense fallback={<Skeleton />}>
        <Body />
      </Suspense>
    </aside>
  );
}
