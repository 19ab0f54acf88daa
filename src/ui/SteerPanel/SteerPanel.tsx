/** The steering card: one vector, where it acts, how strongly and how. */
import { selectPreset, selectVector, vectorProblem } from '../../state/selectors.ts';
import { useAppState } from '../appContext.tsx';
import { placeHref } from '../places.ts';
import { LayerControl } from './LayerControl.tsx';
import { OperatorControl } from './OperatorControl.tsx';
import { PresetSelect } from './PresetSelect.tsx';
import { StrengthControl } from './StrengthControl.tsx';
import './SteerPanel.css';

export function SteerPanel() {
  const isOn = useAppState((state) => state.steering.isOn);
  const hasPreset = useAppState((state) => selectPreset(state) !== null);
  const problem = useAppState((state) => vectorProblem(selectVector(state), state.model.info));
  return (
    <section className="steer-panel card" data-on={isOn || undefined}>
      <PresetSelect />
      {problem ? (
        <p className="steer-problem small">
          {problem} <a href={placeHref('models')}>Load that model</a> to steer.
        </p>
      ) : null}
      {hasPreset ? (
        <>
          <LayerControl />
          <StrengthControl />
          <OperatorControl />
        </>
      ) : null}
    </section>
  );
}
