/** A preset that the loaded model has no vector for: building it, or all of them, and how far that is. */

import { useShallow } from 'zustand/react/shallow';
import { pauseWords } from '../../state/jobs/jobs.ts';
import { formatRemaining, jobTitle } from '../../state/jobs/words.ts';
import {
  type BuildJob,
  openBuilds,
  presetsToBuild,
  secondsToBuild,
} from '../../state/playground/builtPresets.ts';
import { modelName, selectChosen, selectIsToBuild, selectSisterLayer } from '../../state/selectors.ts';
import { t } from '../../text/text.ts';
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
        {t('steering.buildOffer', { model: name })}{' '}
        {sister ? t('steering.buildSister', { layer: sister.layer, model: sister.sister }) : null}
      </p>
      <div className="build-offer-buttons">
        <button type="button" className="button button-small" onClick={() => buildPreset(chosen.id)}>
          {seconds === null ? t('steering.build') : t('steering.buildIn', { time: timeText(seconds) })}
        </button>
        {missing > 1 ? (
          <button type="button" className="button button-small" onClick={buildAllPresets}>
            {seconds === null
              ? t('steering.buildAll', { count: missing })
              : t('steering.buildAllIn', { count: missing, time: timeText(seconds * missing) })}
          </button>
        ) : null}
      </div>
    </div>
  );
}

const timeText = (seconds: number): string => formatRemaining(seconds * 1000);

function Building({ builds }: { builds: readonly BuildJob[] }) {
  const { cancelBuilds } = useActions();
  const job = builds.find(({ phase }) => phase === 'running') ?? builds[0];
  if (!job) return null;
  const { phase, done, total, remainingMs, update } = job;
  const title = jobTitle(job);
  const others = builds.length - 1;
  return (
    <div className="build-offer small">
      <progress
        className="thin-bar"
        data-paused={phase === 'paused' || undefined}
        aria-label={t('steering.buildProgress')}
        {...(total > 0 ? { value: done, max: total } : {})}
      />
      <p className="numbers">
        {others > 0 ? t('steering.thenMore', { title, count: others }) : title}:{' '}
        {phase === 'paused'
          ? pauseWords(job)
          : update
            ? t(`jobs.stage_${update.stage}`)
            : t('steering.waits')}
        {phase === 'running' && remainingMs !== null
          ? ` · ${t('steering.left', { time: formatRemaining(remainingMs) })}`
          : null}
      </p>
      <div className="build-offer-buttons">
        <button type="button" className="button button-small" onClick={cancelBuilds}>
          {t(others > 0 ? 'steering.cancelAll' : 'steering.cancel')}
        </button>
      </div>
    </div>
  );
}
