import type { TemplateDocument } from '../api/documents';
import { isObject } from '../streaming/parse';
import { newId, readSheet, type Sheet } from './model';

/** The sheet a template makes; each tile a new one of its own. */
export function sheetOf(template: TemplateDocument): Sheet | null {
  const groups: Record<string, unknown> = {};
  const tiles = template.widgets.map((widget) => {
    const kept: Record<string, unknown> = isObject(widget.props) ? widget.props : {};
    if (typeof kept.group === 'string' && kept.group !== 'none') {
      groups[kept.group] ??= kept.symbol;
    }

    return { id: newId(), kind: widget.type, title: kept.title, group: kept.group, symbol: kept.symbol, props: kept.props, layout: widget.layout };
  });
  return readSheet(template.title, { kind: 'madlab.sheet', schema: 1, tiles, groups });
}
