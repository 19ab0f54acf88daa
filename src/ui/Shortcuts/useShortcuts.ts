/** Listens for the shortcuts of one character and does what they say. */
import { useEffect, useRef } from 'react';
import { STRENGTH_RANGE } from '../../state/playground/card.ts';
import { selectedCard } from '../../state/playground/steering.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { type PlaceId, placeHref } from '../places.ts';
import { type Command, commandOf, PREFIX_MS } from './keys.ts';

/** Of one press of `[` or `]`; a presenter's arrow keys move as far. */
const STRENGTH_STEP = 0.1;

export function useShortcuts(place: PlaceId, showList: () => void): void {
  const isOn = useAppState((state) => state.settings.hasSingleKeys);
  const { strength, operator } = useAppState((state) => selectedCard(state.steering));
  const { hasFourConditions } = useAppState((state) => state.compare);
  const { setStrength, setFourConditions } = useActions();

  function run(command: Command): void {
    switch (command.kind) {
      case 'list':
        showList();
        break;
      case 'place':
        window.location.hash = placeHref(command.place);
        break;
      case 'focus':
        document.querySelector<HTMLElement>(`[data-shortcut="${command.control}"]`)?.focus();
        break;
      case 'strength':
        if (place === 'playground' && operator !== 'ablate') setStrength(moved(strength, command.by));
        break;
      case 'fourConditions':
        if (place === 'playground') setFourConditions(!hasFourConditions);
        break;
      default:
        command satisfies never;
    }
  }

  const latest = useRef(run);
  latest.current = run;
  useEffect(() => {
    if (!isOn) return;
    let prefixAt = Number.NEGATIVE_INFINITY;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || isTaken(event.target)) return;
      const { key, ctrlKey, metaKey, altKey, repeat } = event;
      const isAltGraph = event.getModifierState('AltGraph');
      const isAfterPrefix = event.timeStamp - prefixAt < PREFIX_MS;
      const command = commandOf({ key, ctrlKey, metaKey, altKey, repeat, isAltGraph }, isAfterPrefix);
      prefixAt = command === 'prefix' ? event.timeStamp : Number.NEGATIVE_INFINITY;
      if (command === null) return;
      // `/` would open the browser's own search.
      event.preventDefault();
      if (command !== 'prefix') latest.current(command);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [isOn]);
}

/** Fields take characters as text, lists as the beginning of an entry; a dialog stands before the page. */
function isTaken(target: EventTarget | null): boolean {
  if (document.querySelector('dialog[open]')) return true;
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable ||
    target.matches('textarea, select, input:not([type="range"], [type="radio"], [type="checkbox"])')
  );
}

function moved(strength: number, by: -1 | 1): number {
  // In hundredths: sums of 0.1 would gather errors.
  const next = Math.round((strength + by * STRENGTH_STEP) * 100) / 100;
  return Math.min(STRENGTH_RANGE.max, Math.max(STRENGTH_RANGE.min, next));
}
