/** Ids that can be file names and stay the same for the same words. */

const MAX_SLUG_LENGTH = 40;

/**
 * `prefix-words-in-lower-case`. Where the words cannot be read back from that (accents, other scripts, signs, length),
 * eight digits made of the text itself follow, so that different texts keep different ids.
 */
export function slugId(prefix: string, text: string): string {
  const plain = text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-');
  const slug = plain.slice(0, MAX_SLUG_LENGTH).replace(/^-+|-+$/g, '');
  const isReadable = slug !== '' && slug.replaceAll('-', ' ') === text;
  return [prefix, slug, isReadable ? '' : fnv1a(text)].filter(Boolean).join('-');
}

/** Eight hexadecimal digits. Source: Fowler, Noll, Vo, FNV-1a with 32 bits, here over UTF-16 units. */
function fnv1a(text: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}
