import { definitionOf } from '../tiles/registry';
import { Dialog } from '../ui/Dialog';
import { differences } from './differences';
import { readSheet } from './model';
import { sheets } from './sheets';
import type { OpenSheet } from './store';

/** Somebody wrote in between. Both versions are there; the reader chooses, and closing the dialog chooses nothing. */
export function ConflictDialog({ sheet, open, onClose }: { sheet: OpenSheet; open: boolean; onClose(): void }) {
  const theirs = sheet.theirs === undefined ? null : readSheet(sheet.theirs.title, sheet.theirs.data);
  const choose = (choice: 'mine' | 'theirs' | 'both'): void => {
    sheets.resolve(sheet.key, choice);
    onClose();
  };
  return (
    <Dialog
      title="This sheet was changed elsewhere"
      description="Your changes are safe here. Nothing is written until you choose."
      open={open}
      onClose={onClose}
      testId="conflict-dialog"
    >
      <div className="versions">
        <section aria-label="Mine">
          <h3>Mine</h3>
          <p>{sheet.title}</p>
          <p className="muted">{sheet.data.tiles.length} tiles</p>
        </section>
        <section aria-label="Theirs">
          <h3>Theirs</h3>
          <p>{theirs?.title ?? sheet.theirs?.title}</p>
          <p className="muted">{theirs === null ? 'no sheet any more' : `${theirs.data.tiles.length} tiles`}</p>
        </section>
      </div>
      {theirs !== null && (
        <ul className="differences">
          {differences(sheet, theirs, (t) => t.title ?? definitionOf(t.kind)?.name ?? t.kind).map((d, i) => <li key={i}>{d}</li>)}
        </ul>
      )}
      <div className="actions">
        <button type="button" className="button" onClick={() => choose('theirs')}>
          Take theirs
        </button>
        <button type="button" className="button" onClick={() => choose('mine')}>
          Keep mine
        </button>
        <button type="button" className="button primary" onClick={() => choose('both')}>
          Keep both
        </button>
      </div>
    </Dialog>
  );
}
