import { useSyncExternalStore } from 'react';

export const themes = ['dark', 'light', 'system'] as const;
export type Theme = (typeof themes)[number];

const name = 'madlab.theme';
const light = window.matchMedia('(prefers-color-scheme: light)');
const listeners = new Set<() => void>();
let chosen = read();

function read(): Theme {
  try {
    return themes.find((t) => t === localStorage.getItem(name)) ?? 'dark';
  } catch {
    // Storage is shut off: the choice lasts as long as the page.
    return 'dark';
  }
}

function shown(): 'dark' | 'light' {
  return chosen === 'system' ? (light.matches ? 'light' : 'dark') : chosen;
}

function apply(): void {
  document.documentElement.dataset.theme = shown();
  listeners.forEach((l) => l());
}

export function setTheme(theme: Theme): void {
  chosen = theme;
  try {
    localStorage.setItem(name, theme);
  } catch {
    // As above.
  }

  apply();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The choice, and what it comes to now. Charts are drawn anew when the latter changes. */
export function useTheme(): { chosen: Theme; shown: 'dark' | 'light' } {
  const now = useSyncExternalStore(subscribe, () => `${chosen} ${shown()}`);
  const [a, b] = now.split(' ') as [Theme, 'dark' | 'light'];
  return { chosen: a, shown: b };
}

/** A token's value, for what is drawn on a canvas. */
export function token(property: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${property}`).trim();
}

light.addEventListener('change', apply);
apply();
