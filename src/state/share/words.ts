/** What a session asks for, in words, before any of it is in force. */
import type { Session, SharedVector } from '../../core/share/session.ts';
import type { ModelInfo } from '../../protocol/model.ts';
import { checkWords } from '../checks/checks.ts';
import { OPERATOR_LABELS, SCOPE_LABELS, type SteeringCard } from '../playground/card.ts';
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
    ...line('Prompt', prompt),
    ...line('System prompt', systemPrompt),
    ...vectors.flatMap((vector) => line('Steering', vectorWords(vector))),
    ...line('Lanes', lanesWords(lanes)),
    ...line('Tokens', decodingWords(decoding)),
    ...checks.own.flatMap((check) => line('Check', checkWords(check))),
    ...line('Model', modelWords(session, info)),
  ];
}

/** `Answer in French: layer 25, set projection, strength 1.00 · is added to your vectors` */
function vectorWords({ title, source, ...setting }: SharedVector): string {
  const notes = [
    settingWords(setting),
    ...(setting.isOn ? [] : ['switched off']),
    ...(source.kind === 'preset' ? [] : ['is added to your vectors']),
  ];
  return `${title}: ${notes.join(' · ')}`;
}

/** `layer 25, set projection, strength 1.00, answer only` */
export function settingWords({
  layer,
  operator,
  strength,
  scope,
}: Pick<SteeringCard, 'layer' | 'operator' | 'strength' | 'scope'>): string {
  return [
    `layer ${layer}`,
    OPERATOR_LABELS[operator],
    ...(operator === 'ablate' ? [] : [`strength ${strength.toFixed(2)}`]),
    ...(scope === 'all' ? [] : [`${SCOPE_LABELS[scope]} only`]),
  ].join(', ');
}

/** Empty for the two that are always there. */
function lanesWords({ hasFourConditions, kept }: Session['lanes']): string {
  return [...(hasFourConditions ? ['four conditions'] : []), ...kept.map(({ title }) => title)].join(' · ');
}

function modelWords({ model }: Session, info: ModelInfo | null): string {
  if (!model) return '';
  const name = [model.id, model.dtype ?? ''].filter((part) => part !== '').join(', ');
  if (info && isSameModel(info.id, model.id)) return `${name} (is loaded)`;
  return `${name} (is not loaded by opening this; you load it when you want it)`;
}

/** `128 tokens, greedy, repetition penalty 1.15` */
export function decodingWords(sampling: Sampling): string {
  const { maxNewTokens, temperature, topK, topP, repetitionPenalty, seed } = sampling;
  const drawn =
    temperature === 0
      ? ['greedy']
      : [
          `temperature ${temperature}`,
          ...(topK > 0 ? [`top-k ${topK}`] : []),
          ...(topP < 1 ? [`top-p ${topP}`] : []),
          `seed ${seed}`,
        ];
  const penalty =
    repetitionPenalty === null || repetitionPenalty === 1 ? [] : [`repetition penalty ${repetitionPenalty}`];
  return [`${maxNewTokens} tokens`, ...drawn, ...penalty].join(', ');
}
