/** The colour of what the browser or the system draws around the page: its paper, in the theme that was chosen. */
import type { Theme } from '../state/playground/settings.ts';

/** `--paper` of theme.css, and the two entries of index.html. */
const PAPER = { light: '#faf9f6', dark: '#15171b' } as const;

/** Each entry holds for one colour scheme of the system; a chosen theme holds for both. */
export function showThemeColour(theme: Theme): void {
  for (const scheme of ['light', 'dark'] as const) {
    document
      .querySelector(`meta[name="theme-color"][media*="${scheme}"]`)
      ?.setAttribute('content', PAPER[theme === 'system' ? scheme : theme]);
  }
}
