/** More parts than a short text can name. */
const MAX_PARTS = 200;

/**
 * A value of unknown origin in a message: as JSON, cut short; `none` for undefined. Soon, and never itself the cause of
 * an error: JSON.stringify throws for circles, for 64-bit integers and for lists in lists without end, String for an
 * object that hides `toString`.
 */
export function show(value: unknown, maxLength = 40): string {
  if (value === undefined) return 'none';
  if (typeof value === 'string') return JSON.stringify(value.slice(0, maxLength)).slice(0, maxLength);
  let parts = 0;
  const counted = (_: string, part: unknown): unknown => {
    parts += 1;
    if (parts > MAX_PARTS) throw new RangeError('too many parts to be shown');
    return part;
  };
  try {
    return (JSON.stringify(value, counted) ?? String(value)).slice(0, maxLength);
  } catch {
    if (Array.isArray(value)) return `a list of ${value.length}`;
    return typeof value === 'object' ? 'an object' : String(value).slice(0, maxLength);
  }
}
