import { query } from './limits';
import { faultOf, isObject, updatesOf } from './parse';
import type { Environment, Link, LinkEvents } from './types';

/** How long the host may hold an answer back, so that a quiet market is not asked all the time. Shorter than what counts as silence. */
const waitMs = 5_000;

/** One question after another, each with the cursor of the answer before. */
export function openPolling(env: Environment, address: string, symbols: readonly string[], everyMs: number, on: LinkEvents): Link {
  let abort = new AbortController();
  let wanted = [...symbols];
  let cursor: string | undefined;
  let isOver = false;
  let isOpen = false;
  let timer: unknown;

  const end = (reason: { retryAfterMs?: number; final?: boolean }): void => {
    if (!isOver) {
      isOver = true;
      abort.abort();
      on.closed(reason);
    }
  };

  const ask = async (): Promise<void> => {
    const asking = (abort = new AbortController());
    const started = env.now();
    const since = cursor === undefined ? '' : `&since=${encodeURIComponent(cursor)}&wait=${waitMs}`;
    try {
      const reply = await env.getJson(`${address}?symbols=${query(wanted)}${since}`, asking.signal);
      if (isOver || asking !== abort) {
        return;
      }

      const body = isObject(reply.body) ? reply.body : {};
      if (reply.status !== 200 || typeof body.cursor !== 'string') {
        on.fault(reply.status === 200 ? { code: 'BAD_ANSWER', message: 'The answer to a poll could not be read.' } : faultOf({ ...body, message: body.error }));
        end({ retryAfterMs: reply.retryAfterMs, final: reply.status === 401 || reply.status === 403 });
        return;
      }

      on.heard();
      if (!isOpen) {
        isOpen = true;
        on.opened({});
        // Only the first answer is not held back, so only it says how far the host is.
        on.latency(env.now() - started);
      }

      on.updates(updatesOf(body.updates), true);
      if (isObject(body.errors)) {
        for (const fault of Object.values(body.errors)) {
          if (isObject(fault)) {
            on.fault(faultOf(fault));
          }
        }
      }

      cursor = body.cursor;
      timer = env.setTimer(() => void ask(), Math.max(0, everyMs - (env.now() - started)));
    } catch {
      // Cut, refused, or not there: the client decides when to come back. A question that was taken back is nothing.
      if (asking === abort) {
        end({});
      }
    }
  };

  // Not at once: the caller has to hold the link before it hears of it.
  timer = env.setTimer(() => void ask(), 0);
  return {
    transport: 'polling',
    setSymbols(next) {
      // The question under way may be held back for seconds, and a cursor of the old set would hide what the new symbols have.
      wanted = [...next];
      cursor = undefined;
      env.clearTimer(timer);
      abort.abort();
      abort = new AbortController();
      timer = env.setTimer(() => void ask(), 0);
      return true;
    },
    probe: () => undefined,
    close() {
      isOver = true;
      env.clearTimer(timer);
      abort.abort();
    },
  };
}
