/** A token as the page shows it: white space and line breaks are part of it, and must be seen. */
export function tokenLabel(token: string): string {
  const shown = token.replaceAll('\n', '↵').replaceAll('\t', '⇥').replaceAll(' ', '·');
  return shown === '' ? '∅' : shown;
}
