/** The keys of a presenter: arrows and Page Up / Down, which is also what a clicker sends. */
import { useEffect, useRef } from 'react';

export interface PresenterMoves {
  forward(): void;
  back(): void;
  /** default: the page scrolls, as ever */
  up?(): void;
  down?(): void;
  enter?(): void;
}

/** Arrow keys belong to a slider, a choice or a text while it has the focus; Page Up and Down always turn the page. */
export function usePresenterKeys(isPresenting: boolean, moves: PresenterMoves): void {
  const latest = useRef(moves);
  latest.current = moves;
  useEffect(() => {
    if (!isPresenting) return;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.defaultPrevented) return;
      const move = moveOf(event.key, latest.current, event.target);
      if (!move) return;
      event.preventDefault();
      move();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [isPresenting]);
}

function moveOf(key: string, moves: PresenterMoves, target: EventTarget | null): (() => void) | undefined {
  if (key === 'PageDown') return moves.forward;
  if (key === 'PageUp') return moves.back;
  const element = target instanceof Element ? target : null;
  if (element?.closest('input, select, textarea')) return undefined;
  if (key === 'Enter') return element?.closest('a, button, summary') ? undefined : moves.enter;
  if (key === 'ArrowRight') return moves.forward;
  if (key === 'ArrowLeft') return moves.back;
  if (key === 'ArrowUp') return moves.up;
  return key === 'ArrowDown' ? moves.down : undefined;
}
