/** What a record holds under a key of unknown origin: `constructor` is no entry of an empty record. */
export function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
