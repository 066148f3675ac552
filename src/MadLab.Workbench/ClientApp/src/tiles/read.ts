import { isObject } from '../streaming/parse';

/** Reads what a tile has kept; whatever is wrong becomes the default. */
export function reader(props: unknown) {
  const values = isObject(props) ? props : {};
  return {
    text: (name: string, otherwise: string, max = 10_000): string => (typeof values[name] === 'string' ? (values[name] as string).slice(0, max) : otherwise),
    flag: (name: string, otherwise: boolean): boolean => (typeof values[name] === 'boolean' ? (values[name] as boolean) : otherwise),
    oneOf: <T extends string>(name: string, all: readonly T[], otherwise: T): T => all.find((v) => v === values[name]) ?? otherwise,
    list: (name: string, otherwise: string[], max: number): string[] => {
      const list = values[name];
      return Array.isArray(list) ? [...new Set(list.filter((v): v is string => typeof v === 'string' && v !== '').map((v) => v.slice(0, 32)))].slice(0, max) : otherwise;
    },
  };
}
