/** What is known about the loaded model, down to the self-test. */
import type { ModelInfo } from '../../protocol/model.ts';
import { formatBytes } from '../../state/format.ts';
import { backendText, displayName } from '../../state/selectors.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { Notices } from '../Messages/Notices.tsx';

export function ModelFacts() {
  const info = useAppState((state) => state.model.info);
  const isLoading = useAppState((state) => state.model.phase === 'loading');
  const name = useAppState((state) =>
    state.model.info ? displayName(state.model.info.id, state.model.manifest) : '',
  );
  const { unload } = useActions();
  if (!info) {
    return (
      <section className="model-facts card" aria-label="Loaded model">
        <h2>Loaded model</h2>
        <p className="muted">None. Choose one and load it; the texts in the playground stay.</p>
      </section>
    );
  }
  return (
    <section className="model-facts card" aria-label="Loaded model">
      <div className="models-section-head">
        <h2>{name}</h2>
        {isLoading ? null : (
          <button type="button" className="button button-small" onClick={() => void unload()}>
            Unload
          </button>
        )}
      </div>
      <Notices />
      <dl className="numbers">
        {facts(info).map(([term, value]) => (
          <div key={term}>
            <dt className="muted">{term}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function facts(info: ModelInfo): [term: string, value: string][] {
  const { selfTest } = info;
  return [
    ['Id', info.revision ? `${info.id} at ${info.revision}` : info.id],
    ['Layers', `${info.numLayers}, hidden size ${info.hiddenSize}`],
    ['Vocabulary', `${group(info.vocabSize)} tokens`],
    ['Context', `${group(info.contextLength)} tokens`],
    ['Weights', `${info.dtype}, ${formatBytes(info.sizeBytes)}`],
    ['Runs on', backendText(info)],
    ['Graph', info.topology],
    ['Prompt chunks', `${group(info.prefillChunk)} tokens`],
    [
      'Prompts',
      info.hasChatTemplate
        ? 'the model’s own chat template'
        : 'no chat template: asked as “Q: … A:”, ends before a new “Q:”',
    ],
    ['Self-test', selfTest.passed ? `passed in ${(selfTest.durationMs / 1000).toFixed(1)} s` : 'failed'],
    ['One go against chunks', difference(selfTest.chunkDifference)],
    ['Against golden numbers', difference(selfTest.goldenDifference)],
  ];
}

const group = (count: number): string => count.toLocaleString('en-US');

function difference(value: number | null): string {
  if (value === null) return 'not compared';
  return value === 0 ? 'equal logits' : `logits differ by ${value.toExponential(1)} at most`;
}
