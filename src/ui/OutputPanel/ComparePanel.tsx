/** What stands side by side, and what is marked in the texts. */
import { useId } from 'react';
import { useActions, useAppState } from '../appContext.tsx';
import { Switch } from '../controls/Switch.tsx';

export function ComparePanel() {
  const { hasFourConditions, marksDifferences, hasRibbon } = useAppState((state) => state.compare);
  const { setFourConditions, setDifferences, setRibbon } = useActions();
  const id = useId();
  return (
    <section className="compare-panel card" aria-labelledby={id}>
      <h2 id={id}>Compare</h2>
      <Row
        name="Four conditions"
        hint="also with the instruction in words"
        isOn={hasFourConditions}
        onChange={setFourConditions}
      />
      <Row
        name="Token ribbon"
        hint="how far each token lies along the vector"
        isOn={hasRibbon}
        onChange={setRibbon}
      />
      <Row
        name="Mark differences"
        hint="words that the unsteered text does not have"
        isOn={marksDifferences}
        onChange={setDifferences}
      />
    </section>
  );
}

interface RowProps {
  name: string;
  hint: string;
  isOn: boolean;
  onChange: (isOn: boolean) => void;
}

function Row({ name, hint, isOn, onChange }: RowProps) {
  return (
    <div className="compare-row">
      <div aria-hidden="true">
        <p>{name}</p>
        <p className="small muted">{hint}</p>
      </div>
      <Switch name={name} isOn={isOn} onChange={onChange} />
    </div>
  );
}
