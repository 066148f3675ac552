import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { Provenance } from '../tiles/tile';
import { queryOf } from './base';
import { ask, type Reply, type Schemas } from './client';
import { ApiError } from './errors';
import { useProvider } from './provider';

export type Bar = Schemas['BarSchema'];
export type Kpis = Schemas['IMarketAnswerKpisSchema'];
export type Surface = Schemas['VolSurfaceSchema'];
export type Cone = Schemas['IMarketAnswerVolConeSchema'];
export type Correlation = Schemas['IMarketAnswerCorrelationSchema'];
export type Quality = Schemas['IMarketAnswerQualitySchema'];
export type Info = Schemas['IMarketAnswerInfoSchema'];
export type SearchHit = Schemas['SearchHitSchema'];

export const ranges = ['1D', '5D', '1M', '3M', '6M', '1Y', '5Y', 'MAX'] as const;
export type Range = (typeof ranges)[number];

/** An answer of the market with where it came from. */
export interface Sourced<T> {
  data: T;
  provenance: Provenance;
  maxAgeMs: number;
}

type Asked = Record<string, string | number | undefined>;

/** One request per question, however many tiles ask it; asked again when the host says it may have changed. */
export function useMarket<T>(question: Asked, enabled = true): UseQueryResult<Sourced<T>> {
  const provider = useProvider();
  const asked = provider === '' ? question : { ...question, provider };
  return useQuery({
    queryKey: ['market', asked],
    enabled,
    queryFn: async ({ signal }) => sourced(await ask<T>(`market?${queryOf(asked)}`, { signal })),
    staleTime: (query) => query.state.data?.maxAgeMs ?? 0,
    refetchInterval: (query) => (query.state.data === undefined ? false : Math.max(5_000, query.state.data.maxAgeMs)),
    refetchIntervalInBackground: false,
    retry: (failures, error) => failures < 2 && error instanceof ApiError && error.isTransient && error.status !== 501 && error.code !== 'LIVE_DATA_DISABLED',
    retryDelay: (failures, error) => (error instanceof ApiError && error.retryAfterMs) || 1_000 * 2 ** failures,
  });
}

export const usePrices = (symbol: string, range: Range, adjust: 'all' | 'raw') => useMarket<Bar[]>({ symbol, range, adjust });
export const useInfo = (symbol: string) => useMarket<Info>({ symbol, type: 'info' });

export const useProviders = () =>
  useQuery({ queryKey: ['providers'], queryFn: async ({ signal }) => (await ask<Schemas['ProviderSchema'][]>('market/providers', { signal })).body, staleTime: 60_000 });

export async function search(text: string, signal: AbortSignal): Promise<SearchHit[]> {
  return (await ask<SearchHit[]>(`market/search?${queryOf({ q: text })}`, { signal })).body;
}

export function sourced<T>({ body, headers }: Reply<T>): Sourced<T> {
  const delay = Number(headers.get('X-MadLab-Delay'));
  return {
    data: body,
    maxAgeMs: maxAge(headers.get('Cache-Control')),
    provenance: {
      provider: headers.get('X-MadLab-Provider') ?? 'unknown',
      feed: headers.get('X-MadLab-Feed') ?? undefined,
      delaySeconds: Number.isFinite(delay) ? delay : undefined,
      asOf: headers.get('X-MadLab-As-Of') ?? undefined,
      adjustment: headers.get('X-MadLab-Adjustment') ?? undefined,
      stale: (headers.get('Cache-Status') ?? '').includes('detail=stale'),
    },
  };
}

function maxAge(cacheControl: string | null): number {
  const seconds = /(?:^|[\s,])max-age=(\d+)/.exec(cacheControl ?? '')?.[1];
  return seconds === undefined ? 0 : Number(seconds) * 1_000;
}
