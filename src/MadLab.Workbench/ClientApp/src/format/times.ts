const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${timeZone} ${JSON.stringify(options)}`;
  let format = formats.get(key);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-GB', { timeZone: known(timeZone), hourCycle: 'h23', ...options });
    formats.set(key, format);
  }

  return format;
}

/** A zone this browser knows; UTC otherwise, and then the label says so, too. */
export function known(timeZone: string | null | undefined): string {
  try {
    new Intl.DateTimeFormat('en-GB', { timeZone: timeZone ?? 'UTC' });
    return timeZone ?? 'UTC';
  } catch {
    return 'UTC';
  }
}

/** `2026-03-09 09:30`, in the zone. */
export function dateTime(value: number | string, timeZone: string): string {
  const parts = partsOf(value, timeZone);
  return `${parts.year}-${parts.month}-${parts.day} ${parts.hour}:${parts.minute}`;
}

/** `09:30:05`, in the reader's own zone. */
export function clock(value: number | string): string {
  return new Date(value).toLocaleTimeString('en-GB');
}

export function dateOf(value: number | string, timeZone: string): string {
  const parts = partsOf(value, timeZone);
  return `${parts.year}-${parts.month}-${parts.day}`;
}

/** What a chart that knows no zones has to be told, so that its axis reads as clocks in the zone do: seconds. */
export function wallSeconds(value: string, timeZone: string): number {
  const parts = partsOf(value, timeZone);
  return Date.UTC(Number(parts.year), Number(parts.month) - 1, Number(parts.day), Number(parts.hour), Number(parts.minute), Number(parts.second)) / 1_000;
}

function partsOf(value: number | string, timeZone: string): Record<string, string> {
  const format = formatOf(timeZone, { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' });
  return Object.fromEntries(format.formatToParts(new Date(value)).map((p) => [p.type, p.value]));
}
