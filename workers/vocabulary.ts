/** Which vocabulary a tokenizer has, as one hash: two models with the same one read the same tokens. */
import { isObject } from './loader/guard.ts';

/**
 * @param tokenizerJson parsed tokenizer.json. Only the vocabulary counts, in the order of its ids: special tokens, templates
 *   and names differ between an instructed model and its base without changing what text becomes.
 * @returns SHA-256 in hex; null for a vocabulary of unknown form, and on pages that are not secure, which cannot hash
 */
export async function vocabularySha256(tokenizerJson: Record<string, unknown>): Promise<string | null> {
  const tokens = tokensOf(tokenizerJson);
  if (!tokens || !globalThis.crypto?.subtle) return null;
  const bytes = new TextEncoder().encode(JSON.stringify(tokens));
  const digest = await crypto.subtle.digest('SHA-256', bytes);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** By id; a Unigram vocabulary is a list of [token, score], the others are objects of ids. */
function tokensOf({ model }: Record<string, unknown>): string[] | null {
  if (!isObject(model)) return null;
  const { vocab } = model;
  if (Array.isArray(vocab)) {
    const tokens: unknown[] = vocab.map((entry: unknown) => (Array.isArray(entry) ? entry[0] : entry));
    return tokens.every((token) => typeof token === 'string') ? tokens : null;
  }
  if (!isObject(vocab)) return null;
  const entries = Object.entries(vocab);
  if (!entries.every(([, id]) => typeof id === 'number')) return null;
  return entries.sort(([, a], [, b]) => Number(a) - Number(b)).map(([token]) => token);
}
