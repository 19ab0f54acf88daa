/**
 * Which token of the answers is looked at: the one under the pointer, or the one with the focus. A text is one tab stop;
 * inside it the arrows go from token to token. Escape looks away, and the card of numbers can be pointed at itself.
 */
import { type FocusEvent, type KeyboardEvent, type PointerEvent, useEffect, useMemo, useRef } from 'react';
import { isLaneId } from '../../state/playground/compare.ts';
import type { TokenPlace } from '../../state/playground/peek.ts';
import { isRunning } from '../../state/selectors.ts';
import { useActions, useAppState } from '../appContext.tsx';

/** Milliseconds in which the pointer may cross from a token to its card. */
const CROSSING_MS = 160;

export interface PeekHandlers {
  /** for the element around the texts */
  onText: {
    onPointerOver(event: PointerEvent): void;
    onPointerOut(event: PointerEvent): void;
    onFocus(event: FocusEvent): void;
    onBlur(event: FocusEvent): void;
    onKeyDown(event: KeyboardEvent): void;
    onClick(event: { target: EventTarget }): void;
  };
  onCard: { onPointerEnter(): void; onPointerLeave(): void };
}

export function useTokenPeek(): PeekHandlers {
  const { peekAt, closePeek, pointAt } = useActions();
  const isOpen = useAppState(({ peek }) => peek.place !== null);
  const running = useAppState(isRunning);
  const isRead = useAppState(({ inside }) => inside.readings.length > 0);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  useEffect(() => {
    if (!isOpen) return;
    const onKeyDown = (event: globalThis.KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      closePeek();
      // What runs is stopped by the same key; nothing else is meant by it while the card is open.
      if (!running) event.stopPropagation();
    };
    document.addEventListener('keydown', onKeyDown, { capture: true });
    return () => document.removeEventListener('keydown', onKeyDown, { capture: true });
  }, [isOpen, running, closePeek]);

  useEffect(
    () => () => {
      clearTimeout(timer.current);
      closePeek();
    },
    [closePeek],
  );

  return useMemo(() => {
    const stay = () => clearTimeout(timer.current);
    /** A token with the focus keeps its card. */
    const leave = () => {
      stay();
      timer.current = setTimeout(() => {
        const focused = placeOf(document.activeElement);
        if (focused) peekAt(focused.id, focused.token);
        else closePeek();
      }, CROSSING_MS);
    };
    const look = (target: EventTarget | null): boolean => {
      const place = placeOf(target);
      if (!place) return false;
      stay();
      peekAt(place.id, place.token);
      return true;
    };
    return {
      onText: {
        // A finger does not hover: it focuses.
        onPointerOver: ({ target, pointerType }) => void (pointerType !== 'touch' && look(target)),
        onPointerOut: ({ target }) => void (placeOf(target) && leave()),
        onFocus: ({ target }) => void look(target),
        onBlur: ({ target }) => void (placeOf(target) && leave()),
        onKeyDown: (event) => {
          const { altKey, ctrlKey, metaKey, shiftKey } = event;
          if (altKey || ctrlKey || metaKey || shiftKey) return;
          const place = placeOf(event.target);
          if (event.key === 'Enter' && place && isRead) {
            event.preventDefault();
            pointAt(place.id, place.token);
          }
          const next = tokenAfter(event.target, event.key);
          if (!next) return;
          event.preventDefault();
          next.focus();
        },
        onClick: ({ target }) => {
          const place = placeOf(target);
          if (place && isRead) pointAt(place.id, place.token);
        },
      },
      onCard: { onPointerEnter: stay, onPointerLeave: leave },
    };
  }, [peekAt, closePeek, pointAt, isRead]);
}

/** null outside a token */
function placeOf(target: EventTarget | null): TokenPlace | null {
  const token = target instanceof Element ? target.closest<HTMLElement>('[data-token]') : null;
  const id = token?.closest<HTMLElement>('[data-lane]')?.dataset.lane;
  return token && isLaneId(id) ? { id, token: Number(token.dataset.token) } : null;
}

/** What an arrow, Home or End goes to from a token, or from the text around them; null for other keys, and at the ends. */
function tokenAfter(target: EventTarget, key: string): HTMLElement | null {
  const text = target instanceof Element ? target.closest('.output-text') : null;
  const words = text?.querySelector<HTMLElement>('.output-words');
  if (!words) return null;
  // A token that is cut by a mark has several pieces: the first of them stands for it.
  const pieces = [...words.querySelectorAll<HTMLElement>('[data-token]')];
  const tokens = pieces.filter((piece, at) => piece.dataset.token !== pieces[at - 1]?.dataset.token);
  const place = placeOf(target);
  const at = place ? tokens.findIndex(({ dataset }) => Number(dataset.token) === place.token) : -1;
  const isLeftward = getComputedStyle(words).direction === 'rtl';
  const [forward, back] = isLeftward ? ['ArrowLeft', 'ArrowRight'] : ['ArrowRight', 'ArrowLeft'];
  if (key === forward) return tokens[at + 1] ?? null;
  if (place === null) return null;
  if (key === back) return tokens[at - 1] ?? null;
  if (key === 'Home') return tokens[0] ?? null;
  return key === 'End' ? (tokens.at(-1) ?? null) : null;
}
