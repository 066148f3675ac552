import { overlays, type CandleConfig } from './definition';
import { SymbolSearch } from '../SymbolSearch';

const names = { sma: 'Simple moving average, 20 bars', ema: 'Exponential moving average, 50 bars', bollinger: 'Bollinger bands, 20 bars', rsi: 'Relative strength, 14 bars' };

export function CandleSettings({ config, onConfig }: { config: CandleConfig; onConfig(change: Partial<CandleConfig>): void }) {
  return (
    <>
      <label className="field">
        Prices
        <select className="input" value={config.adjust} onChange={(e) => onConfig({ adjust: e.target.value === 'raw' ? 'raw' : 'all' })}>
          <option value="all">Adjusted for splits and dividends</option>
          <option value="raw">As they were traded</option>
        </select>
      </label>
      <fieldset className="choices">
        <legend>Indicators</legend>
        {overlays.map((overlay) => (
          <label key={overlay}>
            <input
              type="checkbox"
              checked={config.overlays.includes(overlay)}
              onChange={(e) => onConfig({ overlays: e.target.checked ? [...config.overlays, overlay] : config.overlays.filter((o) => o !== overlay) })}
            />
            {names[overlay]}
          </label>
        ))}
      </fieldset>
      <div className="field">
        <span>Compare with {config.compare === '' ? 'nothing' : config.compare}, in percent</span>
        <SymbolSearch label="Symbol to compare with" onPick={(compare) => onConfig({ compare })} />
        {config.compare !== '' && (
          <button type="button" className="button" onClick={() => onConfig({ compare: '' })}>
            Stop comparing
          </button>
        )}
      </div>
    </>
  );
}
