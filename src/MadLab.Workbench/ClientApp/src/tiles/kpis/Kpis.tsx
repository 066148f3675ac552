import { useEffect } from 'react';
import { useMarket, type Kpis as Figures } from '../../api/market';
import { compact, decimal, percent, price, signed, signedPercent } from '../../format/numbers';
import { useQuote } from '../../live/live';
import { ErrorState, Skeleton } from '../../ui/states';
import type { TileProps } from '../tile';
import './kpis.css';

export default function Kpis({ symbol, setProvenance, setCsv }: TileProps<Record<string, never>>) {
  const asked = useMarket<Figures>({ symbol, type: 'kpis' });
  const quote = useQuote(symbol);
  const figures = asked.data?.data;

  useEffect(() => setProvenance(asked.data?.provenance ?? null), [asked.data, setProvenance]);
  useEffect(() => {
    setCsv(figures === undefined ? null : () => ({
      name: `${symbol}-key-figures`,
      header: ['figure', 'value', 'unit'],
      rows: rowsOf(figures).map((r) => [r.name, r.value ?? null, r.unit]),
    }));
  }, [figures, symbol, setCsv]);

  if (asked.isPending) {
    return <Skeleton />;
  }

  if (figures === undefined) {
    return <ErrorState error={asked.error} onRetry={() => void asked.refetch()} />;
  }

  const now = quote ?? figures;
  const currency = figures.currency ?? '';
  return (
    <div className="kpis">
      <div className="kpi-head">
        <strong>{figures.name}</strong>
        <span className="kpi-price">
          {price(now.price)} <small className="muted">{currency}</small>
        </span>
        <span className={now.change >= 0 ? 'up' : 'down'}>
          {signed(now.change)} ({signedPercent(now.changePercent)})
        </span>
      </div>
      <dl>
        {rowsOf(figures).slice(3).map((row) => (
          <div key={row.name}>
            <dt className="muted">{row.name}</dt>
            <dd title={row.value === null || row.value === undefined ? 'The provider does not say' : undefined}>
              {row.text} {row.value !== null && row.value !== undefined && <small className="muted">{row.unit}</small>}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

interface Row {
  name: string;
  value: number | null | undefined;
  text: string;
  unit: string;
}

function rowsOf(f: Figures): Row[] {
  const currency = f.currency ?? '';
  return [
    { name: 'Price', value: f.price, text: price(f.price), unit: currency },
    { name: 'Change', value: f.change, text: signed(f.change), unit: currency },
    { name: 'Change', value: f.changePercent, text: signedPercent(f.changePercent), unit: '%' },
    { name: 'Volume', value: f.volume, text: compact(f.volume), unit: 'shares' },
    { name: 'Market cap', value: f.marketCap, text: compact(f.marketCap), unit: currency },
    { name: 'P/E ratio', value: f.peRatio, text: decimal(f.peRatio), unit: '×' },
    { name: 'Earnings per share', value: f.eps, text: decimal(f.eps), unit: currency },
    { name: 'Dividend', value: f.dividend, text: decimal(f.dividend), unit: currency },
    { name: 'Dividend yield', value: f.divYield, text: percent(f.divYield).replace(' %', ''), unit: '%' },
    { name: 'Beta', value: f.beta, text: decimal(f.beta), unit: '' },
    { name: '52-week high', value: f.fiftyTwoWeekHigh, text: price(f.fiftyTwoWeekHigh), unit: currency },
    { name: '52-week low', value: f.fiftyTwoWeekLow, text: price(f.fiftyTwoWeekLow), unit: currency },
  ];
}
