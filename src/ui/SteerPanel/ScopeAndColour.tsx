/** What is set less often: which positions are steered, and the card's colour. */

import { useId } from 'react';
import type { Scope } from '../../core/steering/types.ts';
import { NUM_COLOURS, scopeLabel } from '../../state/playground/card.ts';
import { t } from '../../text/text.ts';
import { useActions } from '../appContext.tsx';
import { Segments } from '../controls/Segments.tsx';

const SCOPES: readonly Scope[] = ['all', 'prompt', 'generated'];

/** Of the palette of `theme.css`, in its order. */
const COLOURS = ['orange', 'violet', 'teal', 'magenta', 'olive', 'brown'] as const;

export function ScopeAndColour({ scope, colour }: { scope: Scope; colour: number }) {
  const { setScope, setColour } = useActions();
  const group = useId();
  return (
    <details className="steer-more small">
      <summary>
        {t('steering.scopeAndColour')}
        <span className="muted"> · {scopeLabel(scope)}</span>
      </summary>
      <Segments
        name={t('steering.scope')}
        options={SCOPES.map((value) => ({
          value,
          label: scopeLabel(value),
          meaning: t(`steering.scopeMeans_${value}`),
        }))}
        value={scope}
        onChange={(value) => setScope(value)}
      />
      <div className="steer-colours" role="radiogroup" aria-label={t('steering.colour')}>
        {COLOURS.slice(0, NUM_COLOURS).map((name, each) => (
          <label key={name} data-colour={each} title={t(`steering.colour_${name}`)}>
            <input
              type="radio"
              name={group}
              aria-label={t(`steering.colour_${name}`)}
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
