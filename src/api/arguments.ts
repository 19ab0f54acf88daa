/**
 * Checks arguments as they come from outside, where types promise nothing, and gives them the plain form in which they
 * cross to the worker. What depends on the model (layers, sizes, context) is checked where the model is.
 */
import { TillerError } from '../core/errors.ts';
import { show } from '../core/show.ts';
import type { Intervention } from '../core/steering/types.ts';
import type { CheckToDecide, Lane, LoadOptions, Message, Probe, Prompt } from '../protocol/model.ts';

const ROLES: readonly unknown[] = ['system', 'user', 'assistant'];
const OPERATORS: readonly unknown[] = ['add', 'setProjection', 'ablate'];
const SCOPES: readonly unknown[] = ['all', 'prompt', 'generated'];
const BACKENDS: readonly unknown[] = ['auto', 'webgpu', 'wasm'];

/** The first part of every message: `expected X as "name", found Y.` */
export function badRequest(name: string, expected: string, found: unknown): TillerError {
  const shown = typeof found === 'function' ? 'function' : show(found, 60);
  return new TillerError('bad_request', `expected ${expected} as ${name}, found ${shown}.`, {
    argument: name,
  });
}

/** @throws TillerError `bad_request`, `prompt_empty` */
export function checkPrompt(prompt: Prompt, name = 'prompt'): Prompt {
  if (typeof prompt === 'string') {
    if (prompt === '') throw emptyPrompt(name);
    return prompt;
  }
  if (!Array.isArray(prompt)) throw badRequest(name, 'a text, token ids or chat messages', prompt);
  if (prompt.length === 0) throw emptyPrompt(name);
  if (typeof prompt[0] === 'number') {
    return prompt.map((id, index) => wholeNumber(id, `token ${index} of ${name}`));
  }
  const messages = prompt.map((message, index) => checkMessage(message, `message ${index} of ${name}`));
  if (messages.every(({ content }) => content.trim() === '')) throw emptyPrompt(name);
  return messages;
}

export function checkList<T, R>(list: T[], name: string, checkItem: (item: T, name: string) => R): R[] {
  if (!Array.isArray(list)) throw badRequest(name, 'a list', list);
  return list.map((item, index) => checkItem(item, `${name}[${index}]`));
}

export function checkIntervention(intervention: Intervention, name: string): Intervention {
  if (!isObject(intervention)) throw badRequest(name, 'an intervention', intervention);
  const { layer, direction, operator, value = 0, scope = 'all' } = intervention;
  if (!OPERATORS.includes(operator)) {
    throw badRequest(`${name}.operator`, '"add", "setProjection" or "ablate"', operator);
  }
  if (!SCOPES.includes(scope)) throw badRequest(`${name}.scope`, '"all", "prompt" or "generated"', scope);
  return {
    layer: finiteNumber(layer, `${name}.layer`),
    direction: copyDirection(direction, `${name}.direction`),
    operator,
    value: finiteNumber(value, `${name}.value`),
    scope,
  };
}

export function checkProbe(probe: Probe, name: string): Probe {
  if (!isObject(probe)) throw badRequest(name, 'a probe', probe);
  return {
    layer: finiteNumber(probe.layer, `${name}.layer`),
    direction: copyDirection(probe.direction, `${name}.direction`),
  };
}

export function checkLane(lane: Lane, name: string): Lane {
  if (!isObject(lane)) throw badRequest(name, 'a lane', lane);
  const { interventions = [], probes = [], stop = [], maxNewTokens, temperature, topK, topP, seed } = lane;
  const { repetitionPenalty, generated, draft, stopWhenDecided } = lane;
  return {
    prompt: checkPrompt(lane.prompt, `${name}.prompt`),
    interventions: checkList(interventions, `${name}.interventions`, checkIntervention),
    probes: checkList(probes, `${name}.probes`, checkProbe),
    stop: checkList(stop, `${name}.stop`, (text, at) => {
      if (typeof text === 'string' && text !== '') return text;
      throw badRequest(at, 'a text that is not empty', text);
    }),
    ...given('maxNewTokens', maxNewTokens, (value, at) => wholeNumber(value, `${name}.${at}`)),
    ...given('topK', topK, (value, at) => wholeNumber(value, `${name}.${at}`)),
    ...given('seed', seed, (value, at) => finiteNumber(value, `${name}.${at}`)),
    ...given('temperature', temperature, (value, at) => {
      if (finiteNumber(value, `${name}.${at}`) >= 0) return value;
      throw badRequest(`${name}.${at}`, 'a number from 0 up', value);
    }),
    ...given('topP', topP, (value, at) => {
      if (finiteNumber(value, `${name}.${at}`) > 0 && value <= 1) return value;
      throw badRequest(`${name}.${at}`, 'a number above 0 and up to 1', value);
    }),
    ...given('repetitionPenalty', repetitionPenalty, (value, at) => {
      if (finiteNumber(value, `${name}.${at}`) > 0) return value;
      throw badRequest(`${name}.${at}`, 'a number above 0', value);
    }),
    ...given('generated', generated, (ids, at) => checkList(ids, `${name}.${at}`, wholeNumber)),
    ...given('draft', draft, (ids, at) => checkList(ids, `${name}.${at}`, wholeNumber)),
    ...given('stopWhenDecided', stopWhenDecided, (check, at) => checkToDecide(check, `${name}.${at}`)),
  };
}

/** Its id and kwargs are the judge's to refuse, in its own words. */
function checkToDecide(check: CheckToDecide, name: string): CheckToDecide {
  if (!isObject(check)) throw badRequest(name, 'a check', check);
  const { instructionId, kwargs, prompt } = check;
  return {
    instructionId,
    kwargs,
    ...given('prompt', prompt, (text, at) => {
      if (typeof text === 'string') return text;
      throw badRequest(`${name}.${at}`, 'a text', text);
    }),
  };
}

export function checkSource(source: string | File[]): string | File[] {
  if (typeof source === 'string') {
    if (source.trim() !== '') return source.trim();
  } else if (Array.isArray(source) && source.length > 0 && source.every((file) => file instanceof File)) {
    return source;
  }
  throw badRequest('source', '"embedded", a hub id, an address or the files of a folder', source);
}

export function checkLoadOptions({ backend, dtype, revision, store }: LoadOptions): LoadOptions {
  const text = (value: unknown, name: string) => {
    if (typeof value !== 'string' || value === '') throw badRequest(name, 'a text that is not empty', value);
    return value;
  };
  return {
    ...given('backend', backend, (value) => {
      if (BACKENDS.includes(value)) return value;
      throw badRequest('backend', '"auto", "webgpu" or "wasm"', value);
    }),
    ...given('dtype', dtype, text),
    ...given('revision', revision, text),
    ...given('store', store, (value) => {
      if (typeof value === 'boolean') return value;
      throw badRequest('store', 'true or false', value);
    }),
  };
}

export function checkKey(key: string): string {
  if (typeof key === 'string' && key !== '') return key;
  throw badRequest('key', 'the key of a stored model', key);
}

export function wholeNumber(value: unknown, name: string): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  throw badRequest(name, 'a whole number from 0 up', value);
}

function finiteNumber(value: number, name: string): number {
  if (Number.isFinite(value)) return value;
  // JSON has no word for NaN and the infinities
  throw badRequest(name, 'a finite number', typeof value === 'number' ? String(value) : value);
}

function checkMessage(message: Message | number, name: string): Message {
  if (!isObject(message) || typeof message.content !== 'string' || !ROLES.includes(message.role)) {
    throw badRequest(name, 'a role (system, user or assistant) with a content text', message);
  }
  return { role: message.role, content: message.content };
}

/** A copy, because a view of a whole vector would take all of that vector's memory along to the worker. */
function copyDirection(direction: ArrayLike<number>, name: string): Float32Array | Float64Array {
  if (direction instanceof Float32Array) return direction.slice();
  const isList = typeof direction === 'object' && direction !== null && Number.isInteger(direction.length);
  if (!isList) throw badRequest(name, 'a list of numbers', direction);
  return Float64Array.from(direction);
}

/** `{ key: checked }` when there is a value, else nothing: optional properties stay absent. */
function given<K extends string, T>(
  key: K,
  value: T | undefined,
  check: (value: T, name: string) => T,
): { [P in K]?: T } {
  const found: { [P in K]?: T } = {};
  if (value !== undefined) found[key] = check(value, key);
  return found;
}

function isObject<T>(value: T): value is T & object {
  return typeof value === 'object' && value !== null;
}

function emptyPrompt(name: string): TillerError {
  return new TillerError(
    'prompt_empty',
    `expected a text as ${name}, found an empty one. Write something to answer.`,
  );
}
