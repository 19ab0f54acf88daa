/**
 * The shortcuts of the page: which keys there are, and what a pressed one means. Those of one character can be turned off
 * (WCAG 2.1.4), and none of them works while something is being typed.
 */
import { type TextKey, t } from '../../text/text.ts';
import { PLACES, type PlaceId } from '../places.ts';

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
    const place = PLACES.find((id) => PLACE_KEYS[id] === key);
    return place ? { kind: 'place', place } : null;
  }
  if (key === PLACE_PREFIX) return 'prefix';
  const command = SINGLE[key] ?? null;
  // A key that is held down moves on, and does nothing else again and again.
  return repeat && command?.kind !== 'strength' ? null : command;
}

/** A key by its sign (`s`, `←`), or by the text that names it. */
export type KeyName = string;
type ShortcutText = Extract<TextKey, `shortcuts.${string}`>;

export interface ListedShortcut {
  /** alternatives; each is keys to press together, or one after the other where the first is `g` */
  keys: readonly (readonly KeyName[])[];
  words: ShortcutText;
  isSingle: boolean;
}

const KEY = {
  control: 'shortcuts.key_control',
  enter: 'shortcuts.key_enter',
  escape: 'shortcuts.key_escape',
  pageUp: 'shortcuts.key_pageUp',
  pageDown: 'shortcuts.key_pageDown',
  home: 'shortcuts.key_home',
  end: 'shortcuts.key_end',
} as const;

const single = (words: ShortcutText, ...keys: KeyName[]): ListedShortcut => ({
  keys: keys.map((key) => [key]),
  words,
  isSingle: true,
});
const other = (words: ShortcutText, ...keys: (readonly KeyName[])[]): ListedShortcut => ({
  keys,
  words,
  isSingle: false,
});
const go = (place: PlaceId): ListedShortcut => ({
  keys: [[PLACE_PREFIX, PLACE_KEYS[place]]],
  words: `shortcuts.go_${place}`,
  isSingle: true,
});

/** As the list shows them, by where they work. */
export const LISTED: readonly { title: ShortcutText; shortcuts: readonly ListedShortcut[] }[] = [
  {
    title: 'shortcuts.everywhere',
    shortcuts: [
      single('shortcuts.list', '?'),
      ...PLACES.map(go),
      other('shortcuts.undo', [KEY.control, 'Z']),
    ],
  },
  {
    title: 'shortcuts.inPlayground',
    shortcuts: [
      other('shortcuts.generate', [KEY.control, KEY.enter]),
      other('shortcuts.stop', [KEY.escape]),
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
      other('shortcuts.bigStep', [KEY.pageUp], [KEY.pageDown]),
      other('shortcuts.ends', [KEY.home], [KEY.end]),
    ],
  },
  {
    title: 'shortcuts.presenting',
    shortcuts: [
      other('shortcuts.presentTurn', ['←'], ['→'], [KEY.pageUp], [KEY.pageDown]),
      other('shortcuts.presentStrength', ['↑'], ['↓']),
      other('shortcuts.presentGenerate', [KEY.enter]),
      other('shortcuts.presentLeave', [KEY.escape]),
    ],
  },
];

/** What stands on the key. */
export function keyText(key: KeyName): string {
  const named = Object.values(KEY).find((each) => each === key);
  return named ? t(named) : key;
}
