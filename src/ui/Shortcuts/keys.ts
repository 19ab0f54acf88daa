/**
 * The shortcuts of the page: which keys there are, and what a pressed one means. Those of one character can be turned off
 * (WCAG 2.1.4), and none of them works while something is being typed.
 */
import type { TextKey } from '../../text/text.ts';
import { PLACE_IDS, type PlaceId } from '../places.ts';

export type Command =
  | { kind: 'list' }
  | { kind: 'place'; place: PlaceId }
  | { kind: 'focus'; control: FocusTarget }
  | { kind: 'strength'; by: -1 | 1 }
  | { kind: 'fourConditions' };

/** Controls are found by `data-shortcut`. */
export type FocusTarget = 'prompt' | 'strength' | 'layer';

/** What the next key means after `g` was pressed. */
export const PLACE_PREFIX = 'g';

const PLACE_KEYS: Record<PlaceId, string> = {
  playground: 'p',
  vectors: 'v',
  evaluate: 'e',
  learn: 'l',
  models: 'm',
};

const SINGLE: Record<string, Command> = {
  '?': { kind: 'list' },
  '/': { kind: 'focus', control: 'prompt' },
  s: { kind: 'focus', control: 'strength' },
  l: { kind: 'focus', control: 'layer' },
  '[': { kind: 'strength', by: -1 },
  ']': { kind: 'strength', by: 1 },
  c: { kind: 'fourConditions' },
};

/** How long `g` waits for its second key, in milliseconds. */
export const PREFIX_MS = 1500;

export type KeyPress = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'repeat'> & {
  /** some layouts reach `[` and `/` only by it; the browser then reports Ctrl and Alt as well */
  isAltGraph: boolean;
};

/**
 * @param isAfterPrefix whether `g` was the key before
 * @returns `prefix`: the place comes with the next key; null: no shortcut
 */
export function commandOf(press: KeyPress, isAfterPrefix: boolean): Command | 'prefix' | null {
  const { key, ctrlKey, metaKey, altKey, isAltGraph, repeat } = press;
  if (metaKey || ((ctrlKey || altKey) && !isAltGraph)) return null;
  if (isAfterPrefix) {
    const place = PLACE_IDS.find((id) => PLACE_KEYS[id] === key);
    return place ? { kind: 'place', place } : null;
  }
  if (key === PLACE_PREFIX) return 'prefix';
  const command = SINGLE[key] ?? null;
  // A key that is held down moves on, and does nothing else again and again.
  return repeat && command?.kind !== 'strength' ? null : command;
}

export interface ListedShortcut {
  /** alternatives, each a row of keys */
  keys: readonly (readonly string[])[];
  words: TextKey;
  isSingle: boolean;
}

const single = (words: TextKey, ...keys: string[]): ListedShortcut => ({
  keys: keys.map((key) => [key]),
  words,
  isSingle: true,
});
const other = (words: TextKey, ...keys: (readonly string[])[]): ListedShortcut => ({
  keys,
  words,
  isSingle: false,
});

/** As the list shows them, by where they work. */
export const LISTED: readonly { title: TextKey; shortcuts: readonly ListedShortcut[] }[] = [
  {
    title: 'shortcuts.everywhere',
    shortcuts: [
      single('shortcuts.list', '?'),
      ...PLACE_IDS.map(
        (id): ListedShortcut => ({
          keys: [[PLACE_PREFIX, PLACE_KEYS[id]]],
          words: `shortcuts.go_${id}`,
          isSingle: true,
        }),
      ),
      other('shortcuts.undo', ['Ctrl', 'Z']),
    ],
  },
  {
    title: 'shortcuts.inPlayground',
    shortcuts: [
      other('shortcuts.generate', ['Ctrl', 'Enter']),
      other('shortcuts.stop', ['Esc']),
      single('shortcuts.prompt', '/'),
      single('shortcuts.strength', 's'),
      single('shortcuts.layer', 'l'),
      single('shortcuts.strengthStep', '[', ']'),
      single('shortcuts.fourConditions', 'c'),
    ],
  },
  {
    title: 'shortcuts.onSlider',
    shortcuts: [
      other('shortcuts.step', ['←'], ['→']),
      other('shortcuts.bigStep', ['Page Up'], ['Page Down']),
      other('shortcuts.ends', ['Home'], ['End']),
    ],
  },
  {
    title: 'shortcuts.presenting',
    shortcuts: [
      other('shortcuts.presentTurn', ['←'], ['→'], ['Page Up'], ['Page Down']),
      other('shortcuts.presentStrength', ['↑'], ['↓']),
      other('shortcuts.presentGenerate', ['Enter']),
      other('shortcuts.presentLeave', ['Esc']),
    ],
  },
];
