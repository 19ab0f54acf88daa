/** What is known of one token of an answer, and the likeliest tokens in its place without and with steering. */
import { autoUpdate, flip, hide, inline, offset, shift, useFloating } from '@floating-ui/react-dom';
import { type RefObject, useId, useLayoutEffect } from 'react';
import { useShallow } from 'zustand/react/shallow';
import {
  selectPeekObstacle,
  selectTokenFacts,
  type TokenFacts,
  type TokenPlace,
  topOf,
} from '../../state/playground/peek.ts';
import { type NextReading, visibleToken } from '../../state/playground/reading.ts';
import { decimal } from '../../text/numbers.ts';
import { type TextKey, t } from '../../text/text.ts';
import { useAppState } from '../appContext.tsx';
import type { PeekHandlers } from './useTokenPeek.ts';
import './TokenCard.css';

interface TokenCardProps {
  pair: RefObject<HTMLElement | null>;
  place: TokenPlace;
  onCard: PeekHandlers['onCard'];
}

const MARGIN = 8;

export function TokenCard({ pair, place: { id, token }, onCard }: TokenCardProps) {
  const cardId = useId();
  const facts = useAppState(useShallow(selectTokenFacts));
  const { next, problem } = useAppState(({ peek }) => peek);
  const obstacle = useAppState(selectPeekObstacle);
  const { refs, floatingStyles, middlewareData } = useFloating({
    strategy: 'fixed',
    placement: 'top',
    transform: false,
    // A token may go over two lines: the card stands at the one that is pointed at, and never over it.
    middleware: [inline(), offset(4), flip({ padding: MARGIN }), shift({ padding: MARGIN }), hide()],
    whileElementsMounted: autoUpdate,
  });

  useLayoutEffect(() => {
    const anchor = pair.current?.querySelector(`[data-lane="${id}"] [data-token="${token}"]`) ?? null;
    refs.setReference(anchor);
    anchor?.setAttribute('aria-describedby', cardId);
    anchor?.setAttribute('data-peeked', '');
    return () => {
      anchor?.removeAttribute('aria-describedby');
      anchor?.removeAttribute('data-peeked');
    };
  }, [pair, id, token, cardId, refs]);

  if (!facts) return null;
  return (
    <div
      ref={refs.setFloating}
      id={cardId}
      role="tooltip"
      className="token-card card small"
      style={floatingStyles}
      data-hidden={middlewareData.hide?.referenceHidden || undefined}
      {...onCard}
    >
      <p className="token-card-head">
        <strong>{visibleToken(facts.text)}</strong>
        <span className="muted numbers">
          {t('token.place', { number: facts.number, count: facts.count })}
        </span>
      </p>
      <Facts facts={facts} />
      {next ? (
        <Alternatives next={next} chosen={facts.text} />
      ) : (
        <p className="muted">{problem ?? t(OBSTACLES[obstacle ?? 'none'])}</p>
      )}
    </div>
  );
}

const OBSTACLES = {
  none: 'token.reading',
  recorded: 'token.recorded',
  running: 'token.running',
  'other model': 'token.otherModel',
} as const satisfies Record<string, TextKey>;

/** Without the sign of what rounds to nothing. */
const number = (value: number, digits = 1): string => decimal(Number(value.toFixed(digits)) + 0, digits);

function Facts({ facts }: { facts: TokenFacts }) {
  const { layer, projection, logProb } = facts;
  const [plain, instructed] = [number(facts.plain), number(facts.instructed)];
  const target = facts.target === null ? null : number(facts.target);
  const value = logProb === null ? null : number(logProb, 2);
  return (
    <dl className="token-facts numbers">
      <dt>{t('token.projection', { layer })}</dt>
      <dd>
        <strong>{number(projection)}</strong>
      </dd>
      <dd className="token-scale muted">
        {target === null
          ? t('token.scale', { plain, instructed })
          : t('token.scaleWithTarget', { plain, instructed, target })}
      </dd>
      <dt>{t('token.logProbability')}</dt>
      <dd>
        {logProb === null || value === null
          ? t('token.unknown')
          : t('token.logProbabilityValue', { value, share: percent(Math.exp(logProb)) })}
      </dd>
    </dl>
  );
}

const SHOWN = 5;

/** Lists, as a table would be left out of what the token is described by. */
function Alternatives({ next, chosen }: { next: NextReading; chosen: string }) {
  return (
    <div>
      <p className="token-options-head">{t('token.alternatives')}</p>
      <div className="token-sides numbers">
        {SIDES.map(({ side, title }) => (
          <div key={side} data-side={side}>
            <p className="muted">{t(title)}</p>
            <ol>
              {topOf(next.tokens, side, SHOWN).map(({ id, text, probabilities }) => (
                <li key={id} className="token-option" data-chosen={text === chosen || undefined}>
                  <span className="token-option-text">{visibleToken(text)}</span>{' '}
                  <span>{percent(probabilities[side])}</span>
                </li>
              ))}
            </ol>
          </div>
        ))}
      </div>
    </div>
  );
}

const SIDES = [
  { side: 0, title: 'token.plain' },
  { side: 1, title: 'token.steered' },
] as const;

function percent(share: number): string {
  if (share < 0.001) return t('token.shareBelow', { percent: decimal(0.1, 1) });
  if (share > 0.999) return t('token.shareAbove', { percent: decimal(99.9, 1) });
  return t('token.share', { percent: decimal(100 * share, 1) });
}
