import { useSyncExternalStore } from 'react';

interface Toast {
  id: number;
  text: string;
  action?: { name: string; run(): void };
}

const shownMs = 8_000;
let toasts: readonly Toast[] = [];
let next = 1;
const listeners = new Set<() => void>();

function set(value: readonly Toast[]): void {
  toasts = value;
  listeners.forEach((l) => l());
}

function dismiss(id: number): void {
  set(toasts.filter((t) => t.id !== id));
}

/** Says something that needs no answer, with one thing to do about it at most. */
export function toast(text: string, action?: Toast['action']): void {
  const id = next++;
  set([...toasts.slice(-3), { id, text, action }]);
  window.setTimeout(() => dismiss(id), shownMs);
}

export function Toasts() {
  const shown = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => toasts);
  return (
    <div className="toasts" role="status" aria-live="polite">
      {shown.map((t) => (
        <div key={t.id} className="toast">
          {t.text}
          {t.action !== undefined && (
            <button type="button" className="button" onClick={() => (t.action!.run(), dismiss(t.id))}>
              {t.action.name}
            </button>
          )}
        </div>
      ))}
    </div>
  );
}
