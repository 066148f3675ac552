import { useSyncExternalStore } from 'react';

const name = 'madlab.provider';
const listeners = new Set<() => void>();
let chosen = read();

function read(): string {
  try {
    return localStorage.getItem(name) ?? '';
  } catch {
    // Storage is shut off: the choice lasts as long as the page.
    return '';
  }
}

/** The provider that market questions go to alone; empty: the host chooses, and another one stands in where one fails. */
export function setProvider(provider: string): void {
  chosen = provider;
  try {
    localStorage.setItem(name, provider);
  } catch {
    // As above.
  }

  listeners.forEach((l) => l());
}

export function useProvider(): string {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => chosen);
}
