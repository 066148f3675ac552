import { useEffect } from 'react';
import { setTheme, themes } from '../ui/theme';
import { setProvider } from './provider';
import { usePreferences, useSavePreferences, type Preferences } from './system';

type Choices = NonNullable<Preferences['workbench']>;

function apply(choices: Choices): void {
  const theme = themes.find((t) => t === choices.theme);
  if (theme !== undefined) {
    setTheme(theme);
  }

  if (typeof choices.provider === 'string') {
    setProvider(choices.provider);
  }
}

/** Takes over what the host keeps. The browser's own copy is what is shown until it answers, and where it cannot. */
export function useKeptChoices(): void {
  const kept = usePreferences().data?.workbench;
  useEffect(() => apply(kept ?? {}), [kept]);
}

/** Chooses, at once here and then with the host. */
export function useChoose(): { choose(choices: Choices): void; error: Error | null } {
  const preferences = usePreferences().data;
  const save = useSavePreferences();
  return {
    error: save.error,
    choose: (choices) => {
      apply(choices);
      if (preferences !== undefined) {
        save.mutate({ ...preferences, workbench: { ...preferences.workbench, ...choices } });
      }
    },
  };
}
