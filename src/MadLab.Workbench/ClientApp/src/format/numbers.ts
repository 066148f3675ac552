const dash = 'n/a';

const decimals = new Map<number, Intl.NumberFormat>();

function fixed(digits: number): Intl.NumberFormat {
  let format = decimals.get(digits);
  if (format === undefined) {
    format = new Intl.NumberFormat('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
    decimals.set(digits, format);
  }

  return format;
}

const compactFormat = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 2 });

/** Two digits, and more for what is worth less than one. */
export function price(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) {
    return dash;
  }

  const size = Math.abs(value);
  return fixed(size === 0 || size >= 1 ? 2 : size >= 0.01 ? 4 : 8).format(value);
}

export function decimal(value: number | null | undefined, digits = 2): string {
  return value === null || value === undefined || !Number.isFinite(value) ? dash : fixed(digits).format(value);
}

/** 2,274,966,000,000 as 2.27T. */
export function compact(value: number | null | undefined): string {
  return value === null || value === undefined || !Number.isFinite(value) ? dash : compactFormat.format(value);
}

/** A fraction as percent: 0.0066 as 0.66 %. */
export function percent(fraction: number | null | undefined, digits = 2): string {
  return fraction === null || fraction === undefined || !Number.isFinite(fraction) ? dash : `${fixed(digits).format(fraction * 100)} %`;
}

/** What is percent already, with its sign. */
export function signedPercent(value: number | null | undefined): string {
  return value === null || value === undefined || !Number.isFinite(value) ? dash : `${signed(value)} %`;
}

export function signed(value: number | null | undefined): string {
  return value === null || value === undefined || !Number.isFinite(value) ? dash : `${value > 0 ? '+' : ''}${fixed(2).format(value)}`;
}
