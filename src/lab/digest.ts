/**
 * A short name for a long text: SHA-256 in hex. A page that is not secure has no digest; there the text itself is as
 * good a name, only longer.
 */
export async function digest(text: string): Promise<string> {
  if (!globalThis.crypto?.subtle) return text;
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
