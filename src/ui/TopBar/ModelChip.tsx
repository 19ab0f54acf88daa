/** Which model is loaded, on what, in what state; leads to the Models place. */
import { backendText, modelName, modelStateText } from '../../state/selectors.ts';
import { useAppState } from '../appContext.tsx';
import { placeHref } from '../places.ts';

export function ModelChip() {
  const phase = useAppState((state) => state.model.phase);
  const name = useAppState(modelName);
  const backend = useAppState(({ model }) =>
    model.phase === 'ready' && model.info ? backendText(model.info) : null,
  );
  const text = useAppState(modelStateText);
  return (
    <a className="model-chip" href={placeHref('models')} data-phase={phase}>
      <span className="model-chip-dot" aria-hidden="true" />
      <strong>{name}</strong>
      {backend ? <span className="model-chip-backend muted numbers">{backend} ·</span> : null}
      <span className="muted numbers">{text}</span>
    </a>
  );
}
