import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useTheme } from '../ui/theme';
import type { EChart, EChartOption } from './echarts';

interface Props {
  /** What it shows, for those who do not see it. */
  label: string;
  option(): EChartOption;
  /** What the option is made of: drawn anew when one of these changes. */
  dependencies: readonly unknown[];
  /** The same as a table. */
  table: ReactNode;
  controls?: ReactNode;
}

/** A chart with its numbers behind a button. The library comes with the first chart. */
export function ChartFrame({ label, option, dependencies, table, controls }: Props) {
  const [isTable, setIsTable] = useState(false);
  const theme = useTheme().shown;
  const host = useRef<HTMLDivElement>(null);
  const chart = useRef<EChart | null>(null);

  useEffect(() => {
    if (isTable || host.current === null) {
      return;
    }

    const element = host.current;
    let observer: ResizeObserver | undefined;
    let isGone = false;
    void import('./echarts').then(({ init }) => {
      if (!isGone) {
        chart.current = init(element);
        chart.current.setOption(option());
        observer = new ResizeObserver(() => chart.current?.resize());
        observer.observe(element);
      }
    });
    return () => {
      isGone = true;
      observer?.disconnect();
      chart.current?.dispose();
      chart.current = null;
    };
  }, [isTable, theme]);

  useEffect(() => {
    chart.current?.setOption(option(), { notMerge: true });
  }, dependencies);

  return (
    <div className="chart-frame">
      <div className="chart-bar">
        {controls}
        <button type="button" className="button quiet" aria-pressed={isTable} onClick={() => setIsTable(!isTable)}>
          Table
        </button>
      </div>
      {isTable ? (
        // Elements of their own: what the chart leaves behind is emptied after the table has come.
        <div key="table" className="scroll" tabIndex={0} role="group" aria-label={`${label}, as a table`}>
          {table}
        </div>
      ) : (
        <div key="chart" className="canvas" ref={host} role="img" aria-label={`${label}. The button "Table" shows its numbers.`} />
      )}
    </div>
  );
}
