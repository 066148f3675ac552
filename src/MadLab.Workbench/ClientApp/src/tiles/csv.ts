import type { CsvTable, Provenance } from './tile';

/**
 * RFC 4180, with two columns more that say where each row comes from. A text that a spreadsheet would take for a formula gets an apostrophe
 * before it: names and notes come from others.
 */
export function csvText(table: CsvTable, provenance: Provenance | null): string {
  const origin = provenance === null ? [] : [provenance.provider, provenance.asOf ?? ''];
  const header = provenance === null ? table.header : [...table.header, 'provider', 'as of (UTC)'];
  return [header, ...table.rows.map((row) => [...row, ...origin])].map((row) => row.map(cell).join(',')).join('\r\n') + '\r\n';
}

export function download(name: string, text: string, type: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name.replaceAll(/[^\w.-]+/g, '_');
  link.click();
  URL.revokeObjectURL(url);
}

function cell(value: string | number | null | undefined): string {
  if (value === null || value === undefined) {
    return '';
  }

  if (typeof value === 'number') {
    return Number.isFinite(value) ? String(value) : '';
  }

  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
