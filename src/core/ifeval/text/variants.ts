/** The texts that the loose verdict tries: with and without first and last line, with and without asterisks. */
import { isBlank, strip } from './python.ts';

/**
 * IFEval's eight readings of a response, blank and repeated ones left out. The whole text is not trimmed, the
 * shortened ones are, before asterisks are deleted.
 */
export function looseVariants(response: string): string[] {
  return distinct(shortened(response));
}

/**
 * For a response that is still growing: texts with which the eight readings of any longer response begin. A reading
 * that may still be anything is ''.
 */
export function looseVariantPrefixes(prefix: string): string[] {
  const texts = shortened(prefix).flatMap((text) => [text, text.replaceAll('*', '')]);
  return [...new Set(texts)];
}

function shortened(response: string): string[] {
  const first = response.indexOf('\n');
  if (first < 0) return [response, ''];
  const last = response.lastIndexOf('\n');
  const parts = [response.slice(first + 1), response.slice(0, last), response.slice(first + 1, last)];
  return [response, ...parts.map(strip)];
}

function distinct(texts: string[]): string[] {
  const variants = texts.flatMap((text) => [text, text.replaceAll('*', '')]);
  return [...new Set(variants)].filter((text) => !isBlank(text));
}
