/** See inside: every token of the answers projected at every layer, and what may come next. Read when asked for. */

import { useShallow } from 'zustand/react/shallow';
import { visibleToken } from '../../state/playground/reading.ts';
import { selectedCard } from '../../state/playground/steering.ts';
import { isOwnWork, isRunning, selectLaneTitle, selectVector } from '../../state/selectors.ts';
import { decimal } from '../../text/numbers.ts';
import { t } from '../../text/text.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { Segments } from '../controls/Segments.tsx';
import { SliderField } from '../controls/SliderField.tsx';
import { HeatMap } from './HeatMap.tsx';
import { NextTokens } from './NextTokens.tsx';
import { ProjectionCurve } from './ProjectionCurve.tsx';
import './InsidePanel.css';

export function InsidePanel() {
  const { phase, readings, vectorId, problem, next, chosen, place } = useAppState((state) => state.inside);
  const titles = useAppState(useShallow((state) => readings.map(({ id }) => selectLaneTitle(state, id))));
  const vector = useAppState(selectVector);
  const card = useAppState(({ steering }) => selectedCard(steering));
  const canRead = useAppState(
    (all) =>
      all.model.phase === 'ready' &&
      !isRunning(all) &&
      isOwnWork(all) &&
      all.runs.lanes.unsteered.tokenIds.length > 0,
  );
  const { readInside, readNext, pointAt } = useActions();
  const reading = readings.find(({ id }) => id === chosen) ?? readings[0];
  const isOld = useAppState(
    ({ runs }) =>
      readings.some(({ id, text }) => runs.lanes[id]?.text !== text) || vectorId !== card.chosenId,
  );
  const position = Math.min(place, Math.max(0, (reading?.tokens.length ?? 1) - 1));
  const value = reading?.values[card.layer]?.[position];
  return (
    <div className="inside">
      <div className="inside-head">
        <button
          type="button"
          className="button button-small"
          disabled={!canRead || phase === 'reading'}
          onClick={() => void readInside()}
        >
          {t(readings.length === 0 ? 'inside.read' : 'inside.readAgain')}
        </button>
        <p className="small muted">
          {phase === 'reading' ? t('inside.reading') : null}
          {phase === 'idle' && !canRead ? t('inside.nothingYet') : null}
          {phase === 'idle' && canRead && readings.length === 0 ? t('inside.about') : null}
          {phase === 'idle' && readings.length > 0 && isOld ? t('inside.isOld') : null}
        </p>
      </div>
      {problem ? <p className="steer-problem small">{problem}</p> : null}
      {reading && vector ? (
        <>
          <ProjectionCurve readings={readings} vector={vector} titles={titles} />
          <div className="inside-place">
            <Segments
              name={t('inside.answer')}
              value={reading.id}
              options={readings.map(({ id }, index) => ({
                value: id,
                label: titles[index] ?? '',
                meaning: '',
              }))}
              onChange={(id) => pointAt(id, place)}
            />
            <SliderField
              name={t('inside.token')}
              value={position}
              range={{ min: 0, max: reading.tokens.length - 1, step: 1 }}
              onChange={(value) => pointAt(reading.id, value)}
              valueText={`${position}, ${reading.tokens[position] ?? ''}`}
              note={t('inside.tokenNote', {
                token: visibleToken(reading.tokens[position] ?? ''),
                value: value === undefined ? '' : decimal(value, 1),
                layer: card.layer,
              })}
            />
          </div>
          <HeatMap
            reading={reading}
            vector={vector}
            position={position}
            layer={card.layer}
            onPosition={(value) => pointAt(reading.id, value)}
          />
          <NextTokens
            next={next?.id === reading.id && next.position === position ? next : null}
            isReading={phase === 'reading'}
            onRead={() => void readNext(reading.id, position)}
          />
        </>
      ) : null}
    </div>
  );
}
