/** The card beside the token that is looked at. It comes with the first look: most visits do not need it at once. */
import { lazy, type RefObject, Suspense } from 'react';
import { selectTokenFacts } from '../../state/playground/peek.ts';
import { useAppState } from '../appContext.tsx';
import type { PeekHandlers } from './useTokenPeek.ts';

const TokenCard = lazy(async () => ({ default: (await import('./TokenCard.tsx')).TokenCard }));

interface TokenPeekProps {
  /** holds the texts */
  pair: RefObject<HTMLElement | null>;
  onCard: PeekHandlers['onCard'];
}

export function TokenPeek({ pair, onCard }: TokenPeekProps) {
  const place = useAppState(({ peek }) => peek.place);
  const isThere = useAppState((state) => selectTokenFacts(state) !== null);
  if (!place || !isThere) return null;
  return (
    <Suspense>
      <TokenCard pair={pair} place={place} onCard={onCard} />
    </Suspense>
  );
}
