/** What is known about the loaded model, down to the self-test. */
import type { ModelInfo } from '../../protocol/model.ts';
import { formatBytes } from '../../state/format.ts';
import { backendText, displayName } from '../../state/selectors.ts';
import { decimal, grouped } from '../../text/numbers.ts';
import { t } from '../../text/text.ts';
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
      <section className="model-facts card" aria-label={t('models.loadedModel')}>
        <h2>{t('models.loadedModel')}</h2>
        <p className="muted">{t('models.noneLoaded')}</p>
      </section>
    );
  }
  return (
    <section className="model-facts card" aria-label={t('models.loadedModel')}>
      <div className="models-section-head">
        <h2>{name}</h2>
        {isLoading ? null : (
          <button type="button" className="button button-small" onClick={() => void unload()}>
            {t('models.unload')}
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
    [t('models.id'), info.revision ? t('models.idAt', { id: info.id, revision: info.revision }) : info.id],
    [t('models.layers'), t('models.layersAndSize', { layers: info.numLayers, size: info.hiddenSize })],
    [t('models.vocabulary'), tokens(info.vocabSize)],
    [t('models.context'), tokens(info.contextLength)],
    [t('models.weights'), `${info.dtype}, ${formatBytes(info.sizeBytes)}`],
    [t('models.runsOn'), backendText(info)],
    [t('models.graph'), info.topology],
    [t('models.promptChunks'), tokens(info.prefillChunk)],
    [t('models.prompts'), t(info.hasChatTemplate ? 'models.ownTemplate' : 'models.noTemplate')],
    [
      t('models.selfTest'),
      selfTest.passed
        ? t('models.passedIn', { seconds: decimal(selfTest.durationMs / 1000, 1) })
        : t('models.failed'),
    ],
    [t('models.oneGo'), difference(selfTest.chunkDifference)],
    [t('models.golden'), difference(selfTest.goldenDifference)],
  ];
}

const tokens = (count: number): string => t('models.tokens', { tokens: grouped(count) });

function difference(value: number | null): string {
  if (value === null) return t('models.notCompared');
  return value === 0 ? t('models.equalLogits') : t('models.logitsDiffer', { value: value.toExponential(1) });
}
