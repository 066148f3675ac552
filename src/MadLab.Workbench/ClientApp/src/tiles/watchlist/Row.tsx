import { useEffect, useRef } from 'react';
import { price, signedPercent } from '../../format/numbers';
import { clock } from '../../format/times';
import { sourceOf, useQuote, useStreamStatus } from '../../live/live';

interface Props {
  symbol: string;
  isChosen: boolean;
  onChoose(): void;
  onRemove(): void;
}

export function Row({ symbol, isChosen, onChoose, onRemove }: Props) {
  const quote = useQuote(symbol);
  const { state, liveData } = useStreamStatus();
  const cell = useRef<HTMLTableCellElement>(null);
  const before = useRef<number | undefined>(undefined);

  useEffect(() => {
    const last = before.current;
    before.current = quote?.price;
    if (quote !== undefined && last !== undefined && quote.price !== last && !matchMedia('(prefers-reduced-motion: reduce)').matches) {
      // On and off: a colour that fades is painted again in every frame, for every row.
      const element = cell.current;
      element?.setAttribute('data-flash', quote.price > last ? 'up' : 'down');
      const timer = window.setTimeout(() => element?.removeAttribute('data-flash'), 350);
      return () => {
        window.clearTimeout(timer);
        element?.removeAttribute('data-flash');
      };
    }
  }, [quote]);

  const source = sourceOf(symbol);
  const isOld = quote !== undefined && (state !== 'open' || !liveData);
  return (
    <tr className={isChosen ? 'chosen' : undefined} data-symbol={symbol}>
      <td>
        <button type="button" className="pick" aria-pressed={isChosen} onClick={onChoose}>
          {symbol}
        </button>
        {(source?.delaySeconds ?? 0) > 0 && <span className="badge warn">{Math.round(source!.delaySeconds! / 60)} min late</span>}
      </td>
      <td className={isOld ? 'num muted' : 'num'} ref={cell} title={quote === undefined ? undefined : `${isOld ? 'The last value; the stream stands still. ' : ''}${clock(quote.timestamp)}, ${source?.provider ?? 'provider unknown'}`} data-seq={quote?.seq}>
        {quote === undefined ? '…' : price(quote.price)} <small className="muted">{source?.currency ?? ''}</small>
      </td>
      <td className={`num ${quote === undefined ? '' : quote.change >= 0 ? 'up' : 'down'}`}>{quote === undefined ? '' : signedPercent(quote.changePercent)}</td>
      <td>
        <button type="button" className="button quiet icon" aria-label={`Remove ${symbol}`} onClick={onRemove}>
          ×
        </button>
      </td>
    </tr>
  );
}
