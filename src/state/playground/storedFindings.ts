/** Findings as they come back from storage: what is not whole is left out. */

import type { Finding, FindingsState } from './findings.ts';
import { isCount, isNumber, isRecord, isText } from './presets.ts';

const OPERATORS: readonly unknown[] = ['add', 'setProjection', 'ablate'];

export function readFindings(stored: unknown): FindingsState {
  return Array.isArray(stored) ? stored.filter(isFinding) : [];
}

function isFinding(stored: unknown): stored is Finding {
  if (!isRecord(stored) || !OPERATORS.includes(stored.operator)) return false;
  const { kind, vectorId, modelId, layer, window, layers, isFull } = stored;
  if (!isText(vectorId) || !isText(modelId)) return false;
  if (kind === 'window') return isCount(layer) && isWindow(window);
  if (kind === 'cost')
    return isCount(layer) && [stored.strength, stored.prompts, stored.perplexityRatio].every(isNumber);
  return kind === 'layers' && typeof isFull === 'boolean' && Array.isArray(layers) && layers.every(isScored);
}

function isWindow(stored: unknown): boolean {
  if (!isRecord(stored) || typeof stored.reason !== 'string') return false;
  const { from, to, recommended, degeneratesAbove, degeneratesBelow } = stored;
  const limits = [from, to, recommended, degeneratesAbove, degeneratesBelow];
  const isWhole = limits.every((each) => each === null || isNumber(each));
  return isWhole && (stored.why === undefined || isReason(stored.why));
}

function isReason(stored: unknown): boolean {
  if (!isRecord(stored)) return false;
  const { kind, from, to, best, passing, plain, breaksAt, strength } = stored;
  const ends = breaksAt === null || isNumber(breaksAt);
  switch (kind) {
    case 'noneTried':
      return true;
    case 'breaksAtOnce':
      return isNumber(strength);
    case 'noGain':
      return ends && (plain === null || isPassed(plain));
    case 'holds':
      return ends && [from, to].every(isNumber);
    case 'acts':
      return ends && [from, to, best].every(isNumber) && [passing, plain].every(isPassed);
    default:
      return false;
  }
}

const isPassed = (stored: unknown): boolean =>
  isRecord(stored) && isCount(stored.passed) && isCount(stored.total);

function isScored(stored: unknown): boolean {
  if (!isRecord(stored) || !Array.isArray(stored.interval)) return false;
  const { layer, passed, total, degenerate, score, interval } = stored;
  const hasCounts = [layer, passed, total, degenerate].every(isCount);
  return hasCounts && isNumber(score) && interval.length === 2 && interval.every(isNumber);
}
