import { apiUrl } from './base';
import { ApiError } from './errors';
import { askForKey } from './session';
import type { components } from './schema';

export type Schemas = components['schemas'];

export interface Reply<T> {
  body: T;
  headers: Headers;
}

interface Question {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

/** Asks the host; whatever is no success is an `ApiError`. */
export async function ask<T>(path: string, { method = 'GET', body, headers, signal }: Question = {}): Promise<Reply<T>> {
  let response: Response;
  try {
    response = await fetch(apiUrl(path), {
      method,
      signal,
      body: body === undefined ? undefined : JSON.stringify(body),
      headers: { Accept: 'application/json', ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...headers },
    });
  } catch (e) {
    if (e instanceof DOMException && e.name === 'AbortError') {
      throw e;
    }

    throw new ApiError(0, 'UNREACHABLE', 'The host did not answer.');
  }

  if (response.status === 204) {
    return { body: undefined as T, headers: response.headers };
  }

  const answer: unknown = await response.json().catch(() => undefined);
  if (!response.ok) {
    const problem = (typeof answer === 'object' && answer !== null ? answer : {}) as Partial<Schemas['ProblemSchema']>;
    if (response.status === 401 && 'session' in problem) {
      askForKey();
    }

    const seconds = Number(response.headers.get('Retry-After'));
    throw new ApiError(
      response.status,
      problem.code ?? `HTTP_${response.status}`,
      problem.error ?? `The host answered ${response.status}.`,
      Number.isFinite(seconds) && seconds > 0 ? seconds * 1_000 : undefined);
  }

  if (answer === undefined) {
    throw new ApiError(response.status, 'BAD_ANSWER', 'The answer could not be read.');
  }

  return { body: answer as T, headers: response.headers };
}
