/** Where the API is, as the server wrote it into the page: relative, so that it holds below any path and any proxy's prefix. */
const root = new URL(`${document.querySelector<HTMLMetaElement>('meta[name="madlab-api"]')?.content ?? 'api'}/`, document.baseURI);

export function apiUrl(path: string): string {
  return new URL(path, root).href;
}

/** A query string of what is given. */
export function queryOf(values: Record<string, string | number | undefined>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined && value !== '') {
      query.set(name, String(value));
    }
  }

  return query.toString();
}
