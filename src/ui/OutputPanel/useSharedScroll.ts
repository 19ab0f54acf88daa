/** Keeps the texts at the same height, and at their end while they stream. */
import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';

/** Pixels from the end within which a reader counts as following the text. */
const NEAR_END = 40;

/**
 * @param pair holds the panes, each with one `.output-text`
 * @param texts changes whenever one of the texts does
 */
export function useSharedScroll(
  pair: RefObject<HTMLElement | null>,
  isStreaming: boolean,
  texts: unknown,
): void {
  /** null: following the end; else where the reader scrolled to */
  const position = useRef<number | null>(null);
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
      for (const other of textsOf(element)) if (other !== target) other.scrollTop = target.scrollTop;
    };
    const marks = ['wheel', 'touchstart', 'pointerdown', 'keydown'] as const;
    for (const mark of marks) element.addEventListener(mark, take, { passive: true });
    element.addEventListener('scroll', follow, { capture: true, passive: true });
    return () => {
      for (const mark of marks) element.removeEventListener(mark, take);
      element.removeEventListener('scroll', follow, { capture: true });
    };
  }, [pair]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: runs for every change of the texts
  useLayoutEffect(() => {
    if (isStreaming && !wasStreaming.current) position.current = null;
    wasStreaming.current = isStreaming;
    if (!isStreaming || position.current !== null || !pair.current) return;
    for (const text of textsOf(pair.current)) {
      // The end of the new text, not of the greyed rest below it.
      const caret = text.querySelector<HTMLElement>('.output-caret');
      if (caret) text.scrollTop = caret.offsetTop + caret.offsetHeight - text.clientHeight + 24;
    }
  }, [pair, isStreaming, texts]);
}

function textsOf(pair: HTMLElement): NodeListOf<HTMLElement> {
  return pair.querySelectorAll<HTMLElement>('.output-text');
}
