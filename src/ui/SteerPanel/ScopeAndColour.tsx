/** What is set less often: which positions are steered, and the card's colour. */
import { useId } from 'react';
import type { Scope } from '../../core/steering/types.ts';
import { NUM_COLOURS, SCOPE_LABELS } from '../../state/playground/card.ts';
import { useActions } from '../appContext.tsx';
import { Segments } from '../controls/Segments.tsx';

const MEANINGS: Record<Scope, string> = {
  all: 'steers the prompt and every token of the answer, as in the paper',
  prompt: 'steers while the prompt is read; the answer is written unsteered',
  generated: 'steers from the first token of the answer on; the prompt is read as it is',
};

const OPTIONS = (Object.keys(SCOPE_LABELS) as Scope[]).map((value) => ({
  value,
  label: SCOPE_LABELS[value],
  meaning: MEANINGS[value],
}));

export const COLOUR_NAMES = ['orange', 'violet', 'teal', 'magenta', 'olive', 'brown'] as const;

export function ScopeAndColour({ scope, colour }: { scope: Scope; colour: number }) {
  const { setScope, setColour } = useActions();
  const group = useId();
  return (
    <details className="steer-more small">
      <summary>
        Scope and colour
        <span className="muted"> · {SCOPE_LABELS[scope]}</span>
      </summary>
      <Segments name="Scope" options={OPTIONS} value={scope} onChange={(value) => setScope(value)} />
      <div className="steer-colours" role="radiogroup" aria-label="Colour">
        {Array.from({ length: NUM_COLOURS }, (_, each) => (
          <label key={COLOUR_NAMES[each]} data-colour={each} title={COLOUR_NAMES[each]}>
            <input
              type="radio"
              name={group}
              aria-label={COLOUR_NAMES[each]}
              checked={each === colour}
              onChange={() => setColour(each)}
            />
            <span aria-hidden="true" />
          </label>
        ))}
      </div>
    </details>
  );
}
