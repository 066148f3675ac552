import { isObject } from '../streaming/parse';
import { readSheet, type Sheet } from './model';

/** Files larger than the host takes are not worth reading. */
export const maxFileBytes = 1024 * 1024;

export function exportText(sheet: Sheet): string {
  return `${JSON.stringify({ title: sheet.title, data: sheet.data }, null, 2)}\n`;
}

/** The sheet in a file's text, or a sentence that says why there is none. */
export function importText(text: string): Sheet | string {
  if (text.length > maxFileBytes) {
    return 'The file is larger than 1 MiB, which is more than a sheet may have.';
  }

  try {
    const value: unknown = JSON.parse(text);
    const sheet = isObject(value) ? readSheet(value.title, value.data) : null;
    return sheet ?? 'The file is JSON, but not a sheet that this page has exported.';
  } catch {
    return 'The file is not JSON.';
  }
}
