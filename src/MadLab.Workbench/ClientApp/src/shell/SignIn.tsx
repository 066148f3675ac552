import { useState } from 'react';
import { ask } from '../api/client';
import { describe } from '../api/errors';
import { noteSignedIn, useIsKeyAsked } from '../api/session';
import { Dialog } from '../ui/Dialog';

/** Asks for a key where the host takes one. The key goes to the host once, which answers with a cookie that no script can read. */
export function SignIn() {
  const open = useIsKeyAsked();
  const [key, setKey] = useState('');
  const [problem, setProblem] = useState<string>();
  const [isBusy, setBusy] = useState(false);

  const submit = async (): Promise<void> => {
    setBusy(true);
    try {
      await ask('session', { method: 'POST', body: { key } });
      noteSignedIn(true);
      // Everything that was refused is asked for anew; what was not saved is kept by the tabs.
      location.reload();
    } catch (e) {
      setProblem(describe(e).text);
      setBusy(false);
    }
  };

  return (
    <Dialog title="Sign in" description="This host asks for a key. Whoever runs it gives you one." open={open} onClose={() => undefined} testId="sign-in">
      <form
        onSubmit={(e) => {
          e.preventDefault();
          void submit();
        }}
      >
        <label className="field">
          Key
          <input className="input" type="password" autoComplete="current-password" autoFocus value={key} onChange={(e) => setKey(e.target.value)} />
        </label>
        <p role="alert">{problem ?? ''}</p>
        <button type="submit" className="button" disabled={isBusy || key.trim() === ''}>
          Sign in
        </button>
      </form>
    </Dialog>
  );
}
