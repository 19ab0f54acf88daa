/** A preset that the loaded model has no vector for: building it, or all of them, and how far that is. */
import { useShallow } from 'zustand/react/shallow';
import { pauseWords } from '../../state/jobs/jobs.ts';
import { formatRemaining } from '../../state/jobs/words.ts';
import {
  type BuildJob,
  openBuilds,
  presetsToBuild,
  secondsToBuild,
} from '../../state/playground/builtPresets.ts';
import { modelName, selectChosen, selectIsToBuild, selectSisterLayer } from '../../state/selectors.ts';
import { useActions, useAppState } from '../appContext.tsx';
import './BuildOffer.css';

export function BuildOffer() {
  const isToBuild = useAppState(selectIsToBuild);
  const builds = useAppState(useShallow(({ jobs, model }) => openBuilds(jobs, model.info)));
  if (builds.length > 0) return <Building builds={builds} />;
  return isToBuild ? <Offer /> : null;
}

function Offer() {
  const chosen = useAppState(selectChosen);
  const name = useAppState(modelName);
  const missing = useAppState(({ presets, model }) => presetsToBuild(presets, model.info).length);
  const seconds = useAppState(({ presets, model }) =>
    model.info ? secondsToBuild(presets, model.info) : null,
  );
  const sister = useAppState(useShallow(selectSisterLayer));
  const { buildPreset, buildAllPresets } = useActions();
  if (!chosen) return null;
  return (
    <div className="build-offer small">
      <p>
        This preset has no vector for {name} yet. It can be built here, from the same pairs; layer and
        strength are found for this model.
        {sister
          ? ` The search also tries layer ${sister.layer}, which the paper's code uses for ${sister.sister}.`
          : null}
      </p>
      <div className="build-offer-buttons">
        <button type="button" className="button button-small" onClick={() => buildPreset(chosen.id)}>
          Build{timeWords(seconds)}
        </button>
        {missing > 1 ? (
          <button type="button" className="button button-small" onClick={buildAllPresets}>
            Build all {missing}
            {timeWords(seconds === null ? null : seconds * missing)}
          </button>
        ) : null}
      </div>
    </div>
  );
}

/** ` (about 40 s)`; empty where it is not known. */
function timeWords(seconds: number | null): string {
  return seconds === null ? '' : ` (about ${formatRemaining(seconds * 1000)})`;
}

function Building({ builds }: { builds: readonly BuildJob[] }) {
  const { cancelBuilds } = useActions();
  const job = builds.find(({ phase }) => phase === 'running') ?? builds[0];
  if (!job) return null;
  const { title, phase, done, total, remainingMs, update } = job;
  const others = builds.length - 1;
  return (
    <div className="build-offer small">
      <progress
        className="thin-bar"
        data-paused={phase === 'paused' || undefined}
        aria-label="Progress of building presets"
        {...(total > 0 ? { value: done, max: total } : {})}
      />
      <p className="numbers">
        {title}
        {others > 0 ? `, then ${others} more` : ''}:{' '}
        {phase === 'paused' ? pauseWords(job) : (update?.words ?? 'Waits for its turn')}
        {phase === 'running' && remainingMs !== null ? ` · ${formatRemaining(remainingMs)} left` : null}
      </p>
      <div className="build-offer-buttons">
        <button type="button" className="button button-small" onClick={cancelBuilds}>
          {others > 0 ? 'Cancel all' : 'Cancel'}
        </button>
      </div>
    </div>
  );
}
