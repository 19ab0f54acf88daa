/** The steering stack: vectors as cards, one of them with all its controls, and the way to one more. */

import { useRef } from 'react';
import { flushSync } from 'react-dom';
import { useShallow } from 'zustand/react/shallow';
import { MAX_CARDS } from '../../state/playground/steering.ts';
import { selectCardNames } from '../../state/selectors.ts';
import { t } from '../../text/text.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { CardControls } from './CardControls.tsx';
import { FoldedCard } from './FoldedCard.tsx';
import './SteerPanel.css';

export function SteerPanel() {
  const { cards, selectedId } = useAppState((state) => state.steering);
  const names = useAppState(useShallow(selectCardNames));
  const { addCard, selectCard, removeCard } = useActions();
  const list = useRef<HTMLOListElement>(null);

  /** The focus goes on in the card that has the controls now. */
  function andFocus(change: () => void): void {
    flushSync(change);
    list.current?.querySelector<HTMLElement>('.steer-instruction')?.focus();
  }

  return (
    <div className="steer-stack">
      <ol ref={list} className="steer-cards" aria-label={t('steering.stack')}>
        {cards.map((card, index) => {
          const name = names[index] ?? '';
          return (
            <li
              key={card.id}
              className="steer-card card"
              data-on={card.isOn || undefined}
              data-colour={card.colour}
            >
              {card.id === selectedId ? (
                <CardControls
                  card={card}
                  name={name}
                  place={{ index, count: cards.length }}
                  onRemove={() => andFocus(() => removeCard(card.id))}
                />
              ) : (
                <FoldedCard
                  card={card}
                  name={name}
                  onSelect={() => andFocus(() => selectCard(card.id))}
                  onRemove={() => andFocus(() => removeCard(card.id))}
                />
              )}
            </li>
          );
        })}
      </ol>
      {cards.length < MAX_CARDS ? (
        <button type="button" className="steer-add" onClick={() => andFocus(addCard)}>
          {t('steering.addVector')}
        </button>
      ) : (
        <p className="small muted">{t('steering.full', { max: MAX_CARDS })}</p>
      )}
    </div>
  );
}
