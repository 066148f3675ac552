import { reader } from '../read';
import type { TileDefinition } from '../tile';

export interface NoteConfig {
  text: string;
}

export const maxNote = 20_000;

export const note: TileDefinition<NoteConfig> = {
  kind: 'note',
  name: 'Note',
  description: 'Your own words, kept with the sheet',
  size: { w: 4, h: 6, minW: 2, minH: 3 },
  usesSymbol: false,
  parse: (props) => ({ text: reader(props).text('text', '', maxNote) }),
  load: () => import('./Note'),
};
