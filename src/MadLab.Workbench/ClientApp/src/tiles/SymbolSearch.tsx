import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useId, useState, type KeyboardEvent } from 'react';
import { search } from '../api/market';

interface Props {
  label: string;
  placeholder?: string;
  onPick(symbol: string): void;
}

/** A symbol by its letters or its name. What nobody knows can be picked as it is written, too: a provider may. */
export function SymbolSearch({ label, placeholder = label, onPick }: Props) {
  const [text, setText] = useState('');
  const [active, setActive] = useState(0);
  const id = useId();
  const asked = useDeferredValue(text.trim());
  const found = useQuery({
    queryKey: ['search', asked],
    enabled: asked !== '',
    queryFn: ({ signal }) => search(asked, signal),
    staleTime: 60_000,
    retry: false,
  });

  const hits = text.trim() === '' ? [] : (found.data ?? []).slice(0, 8);
  const pick = (symbol: string): void => {
    setText('');
    setActive(0);
    onPick(symbol.trim().toUpperCase());
  };
  const onKeyDown = (e: KeyboardEvent): void => {
    if (e.key === 'ArrowDown' || e.key === 'ArrowUp') {
      e.preventDefault();
      setActive((n) => Math.max(0, Math.min(hits.length - 1, n + (e.key === 'ArrowDown' ? 1 : -1))));
    } else if (e.key === 'Enter' && text.trim() !== '') {
      e.preventDefault();
      pick(hits[active]?.symbol ?? text);
    } else if (e.key === 'Escape' && text !== '') {
      e.stopPropagation();
      setText('');
    }
  };

  return (
    <div className="symbol-search">
      <input
        className="input"
        role="combobox"
        aria-label={label}
        aria-expanded={hits.length > 0}
        aria-controls={hits.length > 0 ? id : undefined}
        aria-activedescendant={hits.length > 0 ? `${id}-${active}` : undefined}
        aria-autocomplete="list"
        placeholder={placeholder}
        maxLength={32}
        value={text}
        onChange={(e) => (setText(e.target.value), setActive(0))}
        onKeyDown={onKeyDown}
        onBlur={() => setText('')}
      />
      {hits.length > 0 && (
        <ul className="menu hits" id={id} role="listbox" aria-label="Symbols found">
          {hits.map((hit, i) => (
            <li
              key={`${hit.symbol} ${hit.provider}`}
              id={`${id}-${i}`}
              role="option"
              aria-selected={i === active}
              className="menu-item"
              data-highlighted={i === active ? '' : undefined}
              // Before the blur, which ends the search.
              onMouseDown={(e) => (e.preventDefault(), pick(hit.symbol))}
            >
              <strong>{hit.symbol}</strong>
              <span>{hit.name}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
