/** What is known about the chosen instruction: its words, and how well it was seen to work. */
import type { Preset } from '../../state/presets.ts';
import type { SavedVector } from '../../state/savedVectors.ts';
import { displayName } from '../../state/selectors.ts';
import { isMeasuredOn } from '../../state/steerable.ts';
import { useAppState } from '../appContext.tsx';

export function Evidence({ chosen }: { chosen: Preset | SavedVector }) {
  const info = useAppState((state) => state.model.info);
  const manifest = useAppState((state) => state.model.manifest);
  const { words, setting, modelId } = chosen;
  return (
    <>
      {words === null ? null : <p className="muted">In words: “{words}”</p>}
      {setting ? null : (
        <p className="muted">No setting is saved with it: layer, strength and operator stay as they were.</p>
      )}
      {isMeasuredOn(chosen, info) ? (
        <Measured chosen={chosen} />
      ) : (
        <p className="steer-caution">
          Made and measured on {displayName(modelId, manifest)}, not on this model.
        </p>
      )}
    </>
  );
}

function Measured({ chosen }: { chosen: Preset | SavedVector }) {
  if (chosen.source === 'saved') return null;
  const { counts, works } = chosen;
  return (
    <>
      {counts ? (
        <p className="muted numbers">
          Pass: plain {counts.plain} · words {counts.words} ·{' '}
          <strong>
            steered {counts.steered} of {counts.prompts}
          </strong>
        </p>
      ) : null}
      {works === 'perhaps' ? <p className="steer-caution">A weak effect on this model.</p> : null}
      {works === 'no' ? (
        <p className="steer-caution">Does not work on this model, and is shown for that reason.</p>
      ) : null}
    </>
  );
}
