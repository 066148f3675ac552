import { token } from '../ui/theme';

/** What all charts share of their look. Tooltips are drawn on the canvas: as HTML they would need styles that the page's policy refuses. */
export function chartStyle() {
  const muted = token('muted');
  return {
    animation: false,
    textStyle: { color: token('text'), fontSize: 11 },
    tooltip: { renderMode: 'richText' as const, backgroundColor: token('raised'), borderColor: token('line-strong'), textStyle: { color: token('text'), fontSize: 12 } },
    axis: { axisLine: { lineStyle: { color: token('line-strong') } }, axisLabel: { color: muted }, splitLine: { lineStyle: { color: token('line') } }, nameTextStyle: { color: muted } },
    legend: { textStyle: { color: muted }, type: 'scroll' as const, top: 0 },
  };
}

/** From low to high, told apart without telling red from green. */
export const cold = ['#20335c', '#2f6690', '#3fa7a3', '#b8d46a', '#f6d353'];
export const diverging = ['#c25b2b', '#e9b48d', '#8f98a3', '#8fb8e8', '#2f6fd0'];
