/** A card that is not selected: its name, its switch, and the two sliders that a mix is made with. */

import { STRENGTH_RANGE, type SteeringCard } from '../../state/playground/card.ts';
import { selectNumLayers, steeringProblem } from '../../state/selectors.ts';
import { t } from '../../text/text.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { SliderField } from '../controls/SliderField.tsx';
import { Switch } from '../controls/Switch.tsx';

interface FoldedCardProps {
  card: SteeringCard;
  name: string;
  onSelect: () => void;
  onRemove: () => void;
}

export function FoldedCard({ card, name, onSelect, onRemove }: FoldedCardProps) {
  const { id, chosenId, layer, strength, operator, isOn } = card;
  const numLayers = useAppState(selectNumLayers);
  const problem = useAppState((state) => steeringProblem(state, card));
  const { setLayer, setStrength, setSteeringOn } = useActions();
  return (
    <>
      <div className="steer-head">
        <button
          type="button"
          className="steer-name"
          aria-label={t('steering.edit', { name })}
          onClick={onSelect}
        >
          {name}
        </button>
        <button
          type="button"
          className="steer-remove"
          aria-label={t('steering.remove', { name })}
          onClick={onRemove}
        >
          <svg aria-hidden="true" viewBox="0 0 16 16" width="12" height="12">
            <path d="M3 3l10 10M13 3L3 13" />
          </svg>
        </button>
        <Switch
          name={t('steering.steeringOf', { name })}
          isOn={isOn}
          onChange={(on) => setSteeringOn(on, id)}
        />
      </div>
      {problem ? <p className="steer-problem small">{problem}</p> : null}
      {chosenId === null ? null : (
        <>
          <SliderField
            name={t('steering.strengthOf', { name })}
            label={t('steering.strength')}
            isCompact
            value={strength}
            range={STRENGTH_RANGE}
            origin={0}
            isDisabled={operator === 'ablate'}
            onChange={(value) => setStrength(value, id)}
          />
          <SliderField
            name={t('steering.layerOf', { name })}
            label={t('steering.layer')}
            isCompact
            value={layer}
            range={{ min: 0, max: numLayers - 1, step: 1 }}
            onChange={(value) => setLayer(value, id)}
          />
        </>
      )}
    </>
  );
}
