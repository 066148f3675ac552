import { useId, useState } from 'react';
import { useChoose } from '../api/choices';
import { Dialog } from '../ui/Dialog';
import { commands } from './commands';
import { matching } from './matching';
import type { PanelName } from './panels';

export function Palette({ open, onClose, toggle }: { open: boolean; onClose(): void; toggle(panel: PanelName): void }) {
  return (
    <Dialog title="Commands" open={open} onClose={onClose} testId="palette">
      {open && <List onClose={onClose} toggle={toggle} />}
    </Dialog>
  );
}

function List({ onClose, toggle }: { onClose(): void; toggle(panel: PanelName): void }) {
  const [text, setText] = useState('');
  const [active, setActive] = useState(0);
  const id = useId();
  const { choose } = useChoose();
  const all = commands(toggle, (theme) => choose({ theme }));
  const found = matching(all, text);
  const run = (index: number): void => {
    const command = found[index];
    if (command !== undefined) {
      onClose();
      command.run();
    }
  };

  return (
    <div className="palette">
      <input
        className="input"
        role="combobox"
        aria-label="Command"
        aria-expanded="true"
        aria-controls={id}
        aria-activedescendant={found.length > 0 ? `${id}-${active}` : undefined}
        autoFocus
        maxLength={100}
        value={text}
        onChange={(e) => (setText(e.target.value), setActive(0))}
        onKeyDown={(e) => {
          if (e.key === 'ArrowDown' || e.key === 'ArrowUp') {
            e.preventDefault();
            const next = Math.max(0, Math.min(found.length - 1, active + (e.key === 'ArrowDown' ? 1 : -1)));
            setActive(next);
            document.getElementById(`${id}-${next}`)?.scrollIntoView({ block: 'nearest' });
          } else if (e.key === 'Enter') {
            e.preventDefault();
            run(active);
          }
        }}
      />
      <ul id={id} role="listbox" aria-label="Commands">
        {found.map((command, i) => (
          <li
            key={`${command.name} ${i}`}
            id={`${id}-${i}`}
            role="option"
            aria-selected={i === active}
            className="menu-item"
            data-highlighted={i === active ? '' : undefined}
            onMouseMove={() => setActive(i)}
            onClick={() => run(i)}
          >
            {command.name}
            {command.key !== undefined && <span>{command.key}</span>}
          </li>
        ))}
      </ul>
      {found.length === 0 && <p className="muted">No command has these letters.</p>}
    </div>
  );
}
