/** Numbers as the language in force writes them. */
import { currentLanguage, decimalMark, LANGUAGES } from './text.ts';

/** With a fixed number of decimals and a true minus sign: `−0.25`, `−0,25`. */
export function decimal(value: number, digits: number): string {
  return value.toFixed(digits).replace('.', decimalMark()).replace('-', '−');
}

/** A whole number in groups of three: `12,345`, `12.345`. */
export function grouped(value: number): string {
  return value.toLocaleString(LANGUAGES[currentLanguage()].locale);
}

/** With the decimals that it has: `0.7`, `0,7`. */
export function asWritten(value: number | string): string {
  return `${value}`.replace('.', decimalMark()).replace('-', '−');
}

/** A share in whole percent: `0.54` is `54 %`. */
export const percent = (share: number): string => `${Math.round(100 * share)} %`;

/** With a fixed number of decimals, and a hyphen for a minus as tables and files have it: `-0.25`, `-0,25`. */
export function fixed(value: number, digits: number): string {
  return value.toFixed(digits).replace('.', decimalMark());
}
