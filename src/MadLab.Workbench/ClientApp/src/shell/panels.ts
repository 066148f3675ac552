export const panels = [
  { name: 'health', title: 'Health', key: 'Alt+H' },
  { name: 'metrics', title: 'Metrics', key: 'Alt+M' },
  { name: 'settings', title: 'Settings', key: 'Alt+S' },
] as const;

export type PanelName = (typeof panels)[number]['name'];
