/** How answers are sampled, and what the model is told before the prompt. Closed by default: the presets were measured with what stands here. */
import { useId } from 'react';
import { SAMPLING_RANGES, type Sampling } from '../../state/playground/settings.ts';
import { effectiveSampling, isRunning } from '../../state/selectors.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { NumberField } from '../controls/NumberField.tsx';
import './SettingsPanel.css';

const FIELDS: readonly { key: keyof Sampling; label: string; hint?: string }[] = [
  { key: 'maxNewTokens', label: 'Max tokens' },
  { key: 'temperature', label: 'Temperature', hint: '0: always the likeliest token' },
  { key: 'topK', label: 'Top-k', hint: '0: all tokens' },
  { key: 'topP', label: 'Top-p', hint: '1: all tokens' },
  { key: 'repetitionPenalty', label: 'Repetition penalty', hint: '1: none' },
  { key: 'seed', label: 'Seed' },
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
        Sampling
        <span className="muted small numbers">
          {isGreedy ? 'greedy' : `temperature ${sampling.temperature}`} · {sampling.maxNewTokens} tokens
          {systemPrompt.trim() === '' ? '' : ' · system prompt'}
        </span>
      </summary>
      <div className="settings-fields">
        <div>
          <label className="field-label" htmlFor={`${id}-system`}>
            System prompt
          </label>
          <textarea
            id={`${id}-system`}
            className="text-field settings-system"
            rows={2}
            placeholder="empty: the model’s own"
            value={systemPrompt}
            onChange={({ target }) => setSystemPrompt(target.value)}
          />
        </div>
        {FIELDS.map(({ key, label, hint }) => (
          <div key={key} className="settings-field">
            <label htmlFor={`${id}-${key}`}>
              {label}
              {hint ? <span className="settings-hint muted small">{hint}</span> : null}
            </label>
            <NumberField
              id={`${id}-${key}`}
              name={label}
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
            title={isGreedy ? 'At temperature 0 every seed gives the same text' : undefined}
            onClick={runWithNewSeed}
          >
            Run with a new seed
          </button>
          <button type="button" className="button button-small" onClick={resetSampling}>
            Back to the defaults
          </button>
        </div>
      </div>
    </details>
  );
}
