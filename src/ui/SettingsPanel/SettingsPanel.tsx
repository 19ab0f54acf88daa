/** How answers are sampled, and what the model is told before the prompt. Closed by default: the presets were measured with what stands here. */

import { useId } from 'react';
import { SAMPLING_RANGES, type Sampling } from '../../state/playground/settings.ts';
import { effectiveSampling, isRunning } from '../../state/selectors.ts';
import { t } from '../../text/text.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { NumberField } from '../controls/NumberField.tsx';
import './SettingsPanel.css';

const FIELDS: readonly (keyof Sampling)[] = [
  'maxNewTokens',
  'temperature',
  'topK',
  'topP',
  'repetitionPenalty',
  'seed',
];

const ONLY_WHEN_SAMPLING: readonly (keyof Sampling)[] = ['topK', 'topP', 'seed'];

export function SettingsPanel() {
  const settings = useAppState((state) => state.settings.sampling);
  const info = useAppState((state) => state.model.info);
  const systemPrompt = useAppState((state) => state.settings.systemPrompt);
  const canRun = useAppState((state) => state.model.phase === 'ready' && !isRunning(state));
  const { setSampling, resetSampling, setSystemPrompt, runWithNewSeed } = useActions();
  const id = useId();
  const sampling = effectiveSampling(settings, info);
  const isGreedy = sampling.temperature === 0;
  return (
    <details className="settings-panel card">
      <summary>
        {t('sampling.title')}
        <span className="muted small numbers">
          {t(systemPrompt.trim() === '' ? 'sampling.summary' : 'sampling.summaryWithSystem', {
            drawn: isGreedy
              ? t('sampling.greedy')
              : t('sampling.temperatureIs', { temperature: sampling.temperature }),
            tokens: sampling.maxNewTokens,
          })}
        </span>
      </summary>
      <div className="settings-fields">
        <div>
          <label className="field-label" htmlFor={`${id}-system`}>
            {t('sampling.systemPrompt')}
          </label>
          <textarea
            id={`${id}-system`}
            className="text-field settings-system"
            rows={2}
            placeholder={t('sampling.systemPlaceholder')}
            value={systemPrompt}
            onChange={({ target }) => setSystemPrompt(target.value)}
          />
        </div>
        {FIELDS.map((key) => (
          <div key={key} className="settings-field">
            <label htmlFor={`${id}-${key}`}>
              {t(`sampling.${key}`)}
              <Hint of={key} />
            </label>
            <NumberField
              id={`${id}-${key}`}
              name={t(`sampling.${key}`)}
              value={sampling[key]}
              range={SAMPLING_RANGES[key]}
              isDisabled={isGreedy && ONLY_WHEN_SAMPLING.includes(key)}
              onChange={(value) => setSampling(key, value)}
            />
          </div>
        ))}
        <div className="settings-buttons">
          <button
            type="button"
            className="button button-small"
            disabled={isGreedy || !canRun}
            title={isGreedy ? t('sampling.newSeedUseless') : undefined}
            onClick={runWithNewSeed}
          >
            {t('sampling.newSeed')}
          </button>
          <button type="button" className="button button-small" onClick={resetSampling}>
            {t('sampling.reset')}
          </button>
        </div>
      </div>
    </details>
  );
}

/** What the value that changes nothing means. */
function Hint({ of }: { of: keyof Sampling }) {
  if (of === 'maxNewTokens' || of === 'seed') return null;
  return <span className="settings-hint muted small">{t(`sampling.hint_${of}`)}</span>;
}
