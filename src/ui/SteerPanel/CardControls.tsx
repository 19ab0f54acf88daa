/** The selected card: its instruction, where it acts, how strongly and how, and its place in the stack. */

import type { SteeringCard } from '../../state/playground/card.ts';
import { selectChosen, selectIsToBuild, steeringProblem } from '../../state/selectors.ts';
import { t } from '../../text/text.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { placeHref } from '../places.ts';
import { BuildOffer } from './BuildOffer.tsx';
import { InstructionSelect } from './InstructionSelect.tsx';
import { LayerControl } from './LayerControl.tsx';
import { OperatorControl } from './OperatorControl.tsx';
import { OwnInstruction } from './OwnInstruction.tsx';
import { ScopeAndColour } from './ScopeAndColour.tsx';
import { StrengthControl } from './StrengthControl.tsx';

interface CardControlsProps {
  card: SteeringCard;
  name: string;
  place: { index: number; count: number };
  onRemove: () => void;
}

export function CardControls({ card, name, place, onRemove }: CardControlsProps) {
  const isChosen = useAppState((state) => selectChosen(state) !== null);
  const problem = useAppState((state) => steeringProblem(state));
  const isToBuild = useAppState(selectIsToBuild);
  return (
    <>
      <InstructionSelect isOn={card.isOn} />
      <BuildOffer />
      <OwnInstruction />
      {problem && !isToBuild ? (
        <p className="steer-problem small">
          {problem} <a href={placeHref('models')}>{t('steering.loadThatModel')}</a> {t('steering.toSteer')}
        </p>
      ) : null}
      {isChosen ? (
        <>
          <LayerControl layer={card.layer} />
          <StrengthControl strength={card.strength} isUnused={card.operator === 'ablate'} />
          <OperatorControl operator={card.operator} />
          <ScopeAndColour scope={card.scope} colour={card.colour} />
        </>
      ) : null}
      {place.count > 1 ? <PlaceButtons id={card.id} name={name} place={place} onRemove={onRemove} /> : null}
    </>
  );
}

type PlaceButtonsProps = Pick<CardControlsProps, 'name' | 'place' | 'onRemove'> & { id: string };

/** At one layer the order matters: a later vector reads what the earlier ones have moved. */
function PlaceButtons({ id, name, place: { index, count }, onRemove }: PlaceButtonsProps) {
  const { moveCard } = useActions();
  return (
    <div className="steer-place">
      <span className="small muted numbers">{t('steering.place', { place: index + 1, count })}</span>
      <button
        type="button"
        className="button button-small"
        aria-label={t('steering.moveUp', { name })}
        disabled={index === 0}
        onClick={() => moveCard(id, -1)}
      >
        {t('steering.up')}
      </button>
      <button
        type="button"
        className="button button-small"
        aria-label={t('steering.moveDown', { name })}
        disabled={index === count - 1}
        onClick={() => moveCard(id, 1)}
      >
        {t('steering.down')}
      </button>
      <button
        type="button"
        className="button button-small"
        aria-label={t('steering.remove', { name })}
        onClick={onRemove}
      >
        {t('steering.removeShort')}
      </button>
    </div>
  );
}
