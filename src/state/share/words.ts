/** What a session asks for, in words, before any of it is in force. */
import type { Session, SharedVector } from '../../core/share/session.ts';
import type { ModelInfo } from '../../protocol/model.ts';
import { t } from '../../text/text.ts';
import { checkWords } from '../checks/checks.ts';
import { hundredths, operatorLabel, type SteeringCard } from '../playground/card.ts';
import type { Sampling } from '../playground/settings.ts';
import { isSameModel } from '../playground/steerable.ts';

export interface RequestLine {
  name: string;
  value: string;
}

export function requestLines(session: Session, info: ModelInfo | null): RequestLine[] {
  const { prompt, systemPrompt, vectors, decoding, checks, lanes } = session;
  const line = (name: string, value: string) => (value === '' ? [] : [{ name, value }]);
  return [
    ...line(t('share.line_prompt'), prompt),
    ...line(t('share.line_system'), systemPrompt),
    ...vectors.flatMap((vector) => line(t('share.line_steering'), vectorWords(vector))),
    ...line(t('share.line_lanes'), lanesWords(lanes)),
    ...line(t('share.line_tokens'), decodingWords(decoding)),
    ...checks.own.flatMap((check) => line(t('share.line_check'), checkWords(check))),
    ...line(t('share.line_model'), modelWords(session, info)),
  ];
}

/** `Answer in French: layer 25, set projection, strength 1.00 · is added to your vectors` */
function vectorWords({ title, source, ...setting }: SharedVector): string {
  const notes = [
    settingWords(setting),
    ...(setting.isOn ? [] : [t('share.switchedOff')]),
    ...(source.kind === 'preset' ? [] : [t('share.isAdded')]),
  ];
  return t('share.vectorLine', { title, setting: notes.join(' · ') });
}

/** `layer 25, set projection, strength 1.00, answer only` */
export function settingWords({
  layer,
  operator,
  strength,
  scope,
}: Pick<SteeringCard, 'layer' | 'operator' | 'strength' | 'scope'>): string {
  return [
    t('steering.atLayer', { layer }),
    operatorLabel(operator),
    ...(operator === 'ablate' ? [] : [t('steering.atStrength', { strength: hundredths(strength) })]),
    ...(scope === 'all' ? [] : [t(`steering.scopeOnly_${scope}`)]),
  ].join(', ');
}

/** Empty for the two that are always there. */
function lanesWords({ hasFourConditions, kept }: Session['lanes']): string {
  return [...(hasFourConditions ? [t('share.fourConditions')] : []), ...kept.map(({ title }) => title)].join(
    ' · ',
  );
}

function modelWords({ model }: Session, info: ModelInfo | null): string {
  if (!model) return '';
  const name = [model.id, model.dtype ?? ''].filter((part) => part !== '').join(', ');
  if (info && isSameModel(info.id, model.id)) return t('share.modelLoaded', { model: name });
  return t('share.modelNotLoaded', { model: name });
}

/** `128 tokens, greedy, repetition penalty 1.15` */
export function decodingWords(sampling: Sampling): string {
  const { maxNewTokens, temperature, topK, topP, repetitionPenalty, seed } = sampling;
  const drawn =
    temperature === 0
      ? [t('share.greedy')]
      : [
          t('share.temperature', { value: temperature }),
          ...(topK > 0 ? [t('share.topK', { value: topK })] : []),
          ...(topP < 1 ? [t('share.topP', { value: topP })] : []),
          t('share.seed', { value: seed }),
        ];
  const penalty =
    repetitionPenalty === null || repetitionPenalty === 1
      ? []
      : [t('share.repetitionPenalty', { value: repetitionPenalty })];
  return [t('share.tokens', { count: maxNewTokens }), ...drawn, ...penalty].join(', ');
}
