import { useSyncExternalStore } from 'react';

/** Outlasts the page, and says no more than that there is something to sign out of: the session itself is out of reach of scripts. */
const mark = 'madlab.signed-in';

let isAsked = false;
const listeners = new Set<() => void>();

/** The host wants a key before it answers. */
export function askForKey(): void {
  if (!isAsked) {
    isAsked = true;
    listeners.forEach((l) => l());
  }
}

export function useIsKeyAsked(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => isAsked);
}

/** Whether this browser signed in here before. */
export function isSignedIn(): boolean {
  try {
    return localStorage.getItem(mark) !== null;
  } catch {
    return false;
  }
}

export function noteSignedIn(signedIn: boolean): void {
  try {
    if (signedIn) {
      localStorage.setItem(mark, '1');
    } else {
      localStorage.removeItem(mark);
    }
  } catch {
    // Storage is shut off: the way to sign out is not shown.
  }
}
