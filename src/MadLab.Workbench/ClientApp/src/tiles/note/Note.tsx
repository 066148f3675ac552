import { useEffect } from 'react';
import type { TileProps } from '../tile';
import { maxNote, type NoteConfig } from './definition';
import './note.css';

export default function Note({ config, onConfig, setCsv }: TileProps<NoteConfig>) {
  useEffect(() => setCsv(() => ({ name: 'note', header: ['note'], rows: [[config.text]] })), [config.text, setCsv]);
  return (
    <textarea
      className="note"
      aria-label="Note"
      placeholder="Write here. It is kept with the sheet."
      maxLength={maxNote}
      value={config.text}
      onChange={(e) => onConfig({ text: e.target.value })}
    />
  );
}
