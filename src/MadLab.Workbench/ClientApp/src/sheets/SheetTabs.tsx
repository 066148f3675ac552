import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { deleteTemplate, listTemplates, listWorkspaces } from '../api/documents';
import { describe } from '../api/errors';
import { Dialog } from '../ui/Dialog';
import { Menu } from '../ui/Menu';
import { toast } from '../ui/toasts';
import { closeSheet, deleteSheet, duplicateSheet, exportSheet, importSheet, newSheet, saveAsTemplate } from './actions';
import { presets } from './presets';
import { sheets, useSheets } from './sheets';
import { sheetOf } from './templates';
import { readSheet } from './model';
import './tabs.css';

export function SheetTabs() {
  const { sheets: open, active, current } = useSheets();
  const [asking, setAsking] = useState<'rename' | 'template' | 'open' | null>(null);
  const file = useRef<HTMLInputElement>(null);
  const index = open.findIndex((s) => s.key === active);

  return (
    <nav className="tabs" aria-label="Sheets">
      <div role="tablist" aria-label="Open sheets">
        {open.map((sheet, i) => (
          <button
            key={sheet.key}
            type="button"
            role="tab"
            data-testid="tab"
            aria-selected={sheet.key === active}
            aria-controls="sheet"
            tabIndex={sheet.key === active ? 0 : -1}
            className="tab"
            title={i < 9 ? `Alt+${i + 1}` : undefined}
            onClick={() => sheets.activate(sheet.key)}
            onDoubleClick={() => setAsking('rename')}
            onKeyDown={(e) => {
              const step = e.key === 'ArrowRight' ? 1 : e.key === 'ArrowLeft' ? -1 : 0;
              const next = open[(i + step + open.length) % open.length];
              if (step !== 0 && next !== undefined) {
                sheets.activate(next.key);
                (e.currentTarget.parentElement?.children[open.indexOf(next)] as HTMLElement | undefined)?.focus();
              }
            }}
          >
            {sheet.title}
            {sheet.state !== 'saved' && sheet.state !== 'loading' && <span aria-label="not saved yet"> •</span>}
          </button>
        ))}
      </div>
      <Menu
        label="New sheet"
        trigger="+"
        groups={[
          { heading: 'From a preset', items: presets.map((p) => ({ name: p.name, onSelect: () => newSheet(p.make) })) },
          {
            heading: 'From elsewhere',
            items: [
              { name: 'Saved sheets and templates…', onSelect: () => setAsking('open') },
              { name: 'Import a file…', onSelect: () => file.current?.click() },
            ],
          },
        ]}
      />
      <Menu
        label="Menu of the sheet"
        trigger="⋯"
        groups={[
          {
            items: [
              { name: 'Rename…', onSelect: () => setAsking('rename') },
              { name: 'Duplicate', onSelect: () => duplicateSheet(active) },
              { name: 'Move left', disabled: index <= 0, onSelect: () => sheets.move(active, index - 1) },
              { name: 'Move right', disabled: index >= open.length - 1, onSelect: () => sheets.move(active, index + 1) },
              { name: 'Save as a template…', onSelect: () => setAsking('template') },
              { name: 'Export as a file', onSelect: () => exportSheet(active) },
              { name: 'Close', onSelect: () => void closeSheet(active) },
              { name: 'Delete', onSelect: () => void deleteSheet(active) },
            ],
          },
        ]}
      />
      <input
        ref={file}
        type="file"
        accept="application/json,.json"
        className="visually-hidden"
        aria-label="File to import"
        tabIndex={-1}
        onChange={(e) => {
          const chosen = e.target.files?.[0];
          if (chosen !== undefined) {
            void importSheet(chosen);
            e.target.value = '';
          }
        }}
      />
      <AskName
        title={asking === 'template' ? 'Save as a template' : 'Rename the sheet'}
        open={asking === 'rename' || asking === 'template'}
        initial={current.title}
        onClose={() => setAsking(null)}
        onName={(name) => (asking === 'template' ? void saveAsTemplate(active, name) : sheets.rename(active, name))}
      />
      <Dialog title="Saved sheets and templates" open={asking === 'open'} onClose={() => setAsking(null)}>
        <Saved onDone={() => setAsking(null)} />
      </Dialog>
    </nav>
  );
}

function AskName({ title, open, initial, onClose, onName }: { title: string; open: boolean; initial: string; onClose(): void; onName(name: string): void }) {
  return (
    <Dialog title={title} open={open} onClose={onClose}>
      <form
        className="field"
        onSubmit={(e) => {
          e.preventDefault();
          const name = String(new FormData(e.currentTarget).get('name')).trim();
          if (name !== '') {
            onName(name);
            onClose();
          }
        }}
      >
        <label className="field">
          Name
          <input className="input" name="name" maxLength={200} defaultValue={initial} autoFocus required />
        </label>
        <div className="actions">
          <button type="button" className="button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className="button primary">
            Save
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function Saved({ onDone }: { onDone(): void }) {
  const client = useQueryClient();
  const workspaces = useQuery({ queryKey: ['workspaces'], queryFn: ({ signal }) => listWorkspaces(signal), staleTime: 0 });
  const templates = useQuery({ queryKey: ['templates'], queryFn: ({ signal }) => listTemplates(signal), staleTime: 0 });
  const mine = (workspaces.data ?? []).filter((w) => readSheet(w.title, w.data) !== null);
  const problem = workspaces.error ?? templates.error;
  return (
    <>
      {problem !== null && <p role="alert">{describe(problem).text}</p>}
      <h3>Sheets</h3>
      <ul className="saved">
        {mine.map((w) => (
          <li key={w.id}>
            <button type="button" className="button quiet" onClick={() => (sheets.open(w.id), onDone())}>
              {w.title}
            </button>
          </li>
        ))}
        {workspaces.isSuccess && mine.length === 0 && <li className="muted">None yet. A sheet is saved with its first change.</li>}
      </ul>
      <h3>Templates</h3>
      <ul className="saved">
        {(templates.data ?? []).map((t) => (
          <li key={t.id}>
            <button
              type="button"
              className="button quiet"
              onClick={() => {
                const sheet = sheetOf(t);
                if (sheet === null) {
                  toast(`“${t.name}” is no template of a sheet.`);
                } else {
                  newSheet(() => sheet);
                  onDone();
                }
              }}
            >
              {t.name}
            </button>
            <button
              type="button"
              className="button quiet icon"
              aria-label={`Delete the template ${t.name}`}
              onClick={() => void deleteTemplate(t.name).then(() => client.invalidateQueries({ queryKey: ['templates'] }), (e: unknown) => toast(describe(e).text))}
            >
              ×
            </button>
          </li>
        ))}
        {templates.isSuccess && templates.data.length === 0 && <li className="muted">None yet.</li>}
      </ul>
      <div className="actions">
        <button type="button" className="button" onClick={onDone}>
          Close
        </button>
      </div>
    </>
  );
}
