/** Keeps the two texts of a pair at the same height, and at their end while they stream. */
import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';
import { isLive, type LaneRun } from '../../state/playground/lane.ts';

/** Pixels from the end within which a reader counts as following the text. */
const NEAR_END = 40;

/**
 * @param pair holds the panes, each with one `.output-text`
 */
export function useSharedScroll(pair: RefObject<HTMLElement | null>, ...lanes: LaneRun[]): void {
  /** null: following the end; else where the reader scrolled to */
  const position = useRef<number | null>(null);
  const isStreaming = lanes.some(isLive);
  const wasStreaming = useRef(false);

  useEffect(() => {
    const element = pair.current;
    if (!element) return;
    // Only what the reader does counts; positions set below also raise `scroll`.
    let mover: Element | null = null;
    const take = ({ target }: Event) => {
      mover = target instanceof Element ? target.closest('.output-text') : null;
    };
    const follow = ({ target }: Event) => {
      if (!(target instanceof HTMLElement) || target !== mover) return;
      const isAtEnd = target.scrollHeight - target.clientHeight - target.scrollTop < NEAR_END;
      position.current = isAtEnd ? null : target.scrollTop;
      for (const other of texts(element)) if (other !== target) other.scrollTop = target.scrollTop;
    };
    const marks = ['wheel', 'touchstart', 'pointerdown', 'keydown'] as const;
    for (const mark of marks) element.addEventListener(mark, take, { passive: true });
    element.addEventListener('scroll', follow, { capture: true, passive: true });
    return () => {
      for (const mark of marks) element.removeEventListener(mark, take);
      element.removeEventListener('scroll', follow, { capture: true });
    };
  }, [pair]);

  useLayoutEffect(() => {
    if (isStreaming && !wasStreaming.current) position.current = null;
    wasStreaming.current = isStreaming;
    if (!isStreaming || position.current !== null || !pair.current) return;
    for (const text of texts(pair.current)) {
      // The end of the new text, not of the greyed rest below it.
      const caret = text.querySelector<HTMLElement>('.output-caret');
      if (caret) text.scrollTop = caret.offsetTop + caret.offsetHeight - text.clientHeight + 24;
    }
  });
}

function texts(pair: HTMLElement): NodeListOf<HTMLElement> {
  return pair.querySelectorAll<HTMLElement>('.output-text');
}
