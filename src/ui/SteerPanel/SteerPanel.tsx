/** The steering card: one instruction, where it acts, how strongly and how. */
import { selectChosen, steeringProblem } from '../../state/selectors.ts';
import { useAppState } from '../appContext.tsx';
import { placeHref } from '../places.ts';
import { InstructionSelect } from './InstructionSelect.tsx';
import { LayerControl } from './LayerControl.tsx';
import { OperatorControl } from './OperatorControl.tsx';
import { OwnInstruction } from './OwnInstruction.tsx';
import { StrengthControl } from './StrengthControl.tsx';
import './SteerPanel.css';

export function SteerPanel() {
  const isOn = useAppState((state) => state.steering.isOn);
  const isChosen = useAppState((state) => selectChosen(state) !== null);
  const problem = useAppState(steeringProblem);
  return (
    <section className="steer-panel card" data-on={isOn || undefined}>
      <InstructionSelect />
      <OwnInstruction />
      {problem ? (
        <p className="steer-problem small">
          {problem} <a href={placeHref('models')}>Load that model</a> to steer.
        </p>
      ) : null}
      {isChosen ? (
        <>
          <LayerControl />
          <StrengthControl />
          <OperatorControl />
        </>
      ) : null}
    </section>
  );
}
