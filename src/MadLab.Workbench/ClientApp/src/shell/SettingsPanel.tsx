import { useChoose } from '../api/choices';
import { ask } from '../api/client';
import { describe } from '../api/errors';
import { useProviders } from '../api/market';
import { useProvider } from '../api/provider';
import { isSignedIn, noteSignedIn } from '../api/session';
import { useConfig, usePreferences, useSavePreferences, type Preferences } from '../api/system';
import { themes, useTheme } from '../ui/theme';
import { maxPolling, minPolling, modeOf, modes } from './mode';
import { keys } from './shortcuts';

async function signOut(): Promise<void> {
  await ask('session', { method: 'DELETE' });
  noteSignedIn(false);
  location.reload();
}

const modeNames = { auto: 'The best that works', websocket: 'WebSocket', sse: 'Server-sent events', polling: 'Polling' };

export default function SettingsPanel() {
  const config = useConfig().data;
  const preferences = usePreferences();
  const save = useSavePreferences();
  const { choose, error } = useChoose();
  const theme = useTheme().chosen;
  const provider = useProvider();
  const providers = useProviders().data ?? [];
  const own: Preferences = preferences.data ?? {};
  const effective = config === undefined ? undefined : modeOf(config, own);
  return (
    <div className="panel-body">
      <label className="field">
        Streaming
        <select
          className="input"
          value={own.streamMode ?? 'auto'}
          disabled={preferences.data === undefined}
          onChange={(e) => save.mutate({ ...own, streamMode: e.target.value })}
        >
          {modes.map((m) => <option key={m} value={m}>{modeNames[m]}</option>)}
        </select>
        {effective?.isOperators === true && <span className="hint">The operator has set {modeNames[effective.mode]} for everybody; your choice counts when that is lifted.</span>}
      </label>
      <label className="field">
        Polling interval, in seconds
        <input
          className="input"
          type="number"
          min={minPolling / 1_000}
          max={maxPolling / 1_000}
          step={1}
          disabled={preferences.data === undefined}
          key={effective?.pollingIntervalMs}
          defaultValue={(effective?.pollingIntervalMs ?? minPolling) / 1_000}
          onBlur={(e) => {
            const ms = Math.round(Math.min(maxPolling, Math.max(minPolling, Number(e.target.value) * 1_000)));
            if (Number.isFinite(ms) && ms !== effective?.pollingIntervalMs) {
              save.mutate({ ...own, pollingIntervalMs: ms });
            }
          }}
        />
      </label>
      <label className="field">
        Provider of prices and key figures
        <select className="input" value={provider} onChange={(e) => choose({ provider: e.target.value })}>
          <option value="">The host chooses, and fails over</option>
          {providers.map((p) => <option key={p.name}>{p.name}</option>)}
          {provider !== '' && !providers.some((p) => p.name === provider) && <option value={provider}>{provider} (not there any more)</option>}
        </select>
        <span className="hint">Live quotes come from where the host has them, whatever is chosen here.</span>
      </label>
      <label className="field">
        Theme
        <select className="input" value={theme} onChange={(e) => choose({ theme: e.target.value })}>
          {themes.map((t) => <option key={t} value={t}>{t === 'system' ? 'as the system has it' : t}</option>)}
        </select>
      </label>
      <p role="status">{preferences.isError ? `Preferences cannot be read: ${describe(preferences.error).text}` : error !== null ? `Not saved: ${describe(error).text}` : save.isError ? `Not saved: ${describe(save.error).text}` : save.isSuccess ? 'Saved.' : ''}</p>
      {isSignedIn() && (
        <button type="button" className="button" onClick={() => void signOut()}>
          Sign out
        </button>
      )}
      <h3>Keys</h3>
      <dl className="facts">
        {keys.map((k) => (
          <div key={k.keys}>
            <dt><kbd>{k.keys}</kbd></dt>
            <dd>{k.does}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
