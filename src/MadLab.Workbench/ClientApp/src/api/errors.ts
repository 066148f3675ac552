/** What the host said no with, or what kept it from being asked. */
export class ApiError extends Error {
  constructor(
    /** 0: nobody answered. */
    readonly status: number,
    readonly code: string,
    message: string,
    readonly retryAfterMs?: number,
  ) {
    super(message);
    this.name = 'ApiError';
  }

  get isConflict(): boolean {
    return this.status === 412;
  }

  /** Whether the same may work later: nobody there, too busy, or a store that is down. */
  get isTransient(): boolean {
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500;
  }
}

/** What to say to a reader. */
export function describe(error: unknown): { title: string; text: string } {
  if (!(error instanceof ApiError)) {
    return { title: 'Something went wrong', text: error instanceof Error ? error.message : String(error) };
  }

  switch (error.code) {
    case 'UNREACHABLE':
      return { title: 'The host cannot be reached', text: 'Check the connection. This tile tries again when you do.' };
    case 'NOT_SUPPORTED':
      return { title: 'Not served here', text: error.message };
    case 'LIVE_DATA_DISABLED':
      return { title: 'Live data is switched off', text: 'Only what is in the cache is shown, and this is not in it.' };
    case 'STORE_UNAVAILABLE':
      return { title: 'The database is down', text: 'Nothing is lost: changes wait here until it is back.' };
    case 'UNAUTHENTICATED':
      return { title: 'Not signed in', text: error.message };
    case 'NOT_ENTITLED':
      return { title: 'You may not see this', text: error.message };
    default:
      return { title: error.status === 404 ? 'Not found' : error.status === 429 ? 'Too many calls' : 'The host said no', text: error.message };
  }
}
