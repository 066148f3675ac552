import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ask, type Schemas } from './client';

export type Config = Schemas['ClientConfiguration'];
export type Health = Schemas['HealthReport'];
export type Metrics = Schemas['MetricsSnapshot'];
export type Preferences = Schemas['Preferences'];

export const useConfig = () =>
  useQuery({ queryKey: ['config'], queryFn: async ({ signal }) => (await ask<Config>('config', { signal })).body, refetchInterval: 15_000 });

export const useHealth = () =>
  useQuery({ queryKey: ['health'], queryFn: async ({ signal }) => (await ask<Health>('health', { signal })).body, refetchInterval: 10_000 });

export const useMetrics = (enabled: boolean) =>
  useQuery({ queryKey: ['metrics'], enabled, queryFn: async ({ signal }) => (await ask<Metrics>('metrics', { signal })).body, refetchInterval: 5_000 });

export const usePreferences = () =>
  useQuery({ queryKey: ['preferences'], queryFn: async ({ signal }) => (await ask<Preferences>('preferences', { signal })).body, staleTime: Infinity });

/** Writes all preferences; what is shown changes at once and goes back where the host says no. */
export function useSavePreferences() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (next: Preferences) => (await ask<Preferences>('preferences', { method: 'PUT', body: next })).body,
    onMutate: (next) => {
      const before = client.getQueryData<Preferences>(['preferences']);
      client.setQueryData(['preferences'], next);
      return { before };
    },
    onError: (_, __, context) => client.setQueryData(['preferences'], context?.before),
  });
}
