/** Bars for the agreement with expected verdicts, by instruction type and kind of case. */
import { TillerError } from '../errors.ts';
import type { Agreement } from './score.ts';
import { share } from './statistics.ts';

export interface AgreementBar {
  /** Instruction id; `*` at the end stands for any rest. */
  instructionId: string;
  /** Kind of case, likewise. */
  kind: string;
  /** Share of verdicts that must agree, 0 to 1, strict and loose each. */
  min: number;
}

export interface BarResult extends AgreementBar {
  strict: number;
  loose: number;
  total: number;
  reached: boolean;
}

/**
 * Bars from a JSON file `{"bars": [{"instruction_id", "kind", "min"}, ...]}`.
 * @throws TillerError `file_corrupt` when it has another form
 */
export function parseBars(text: string): AgreementBar[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw barError('it is not valid JSON');
  }
  const bars: unknown =
    typeof value === 'object' && value !== null && 'bars' in value ? value.bars : undefined;
  if (!Array.isArray(bars) || bars.length === 0) throw barError('it has no list "bars"');
  return bars.map((bar: Record<string, unknown> | null, i) => {
    const { instruction_id: instructionId, kind, min } = bar ?? {};
    if (
      typeof instructionId !== 'string' ||
      typeof kind !== 'string' ||
      typeof min !== 'number' ||
      !(min >= 0 && min <= 1)
    ) {
      throw barError(`bar ${i + 1} needs texts "instruction_id" and "kind" and a number "min" from 0 to 1`);
    }
    return { instructionId, kind, min };
  });
}

/**
 * Every group of cases counts for the first bar that fits it; what no bar fits must agree in full.
 * @returns one result for each bar that had cases
 */
export function applyBars(agreement: readonly Agreement[], bars: readonly AgreementBar[]): BarResult[] {
  const complete = [...bars, { instructionId: '*', kind: '*', min: 1 }];
  const groups = complete.map((bar) => ({ bar, cases: [] as Agreement[] }));
  for (const item of agreement) {
    groups
      .find(({ bar }) => fits(bar.instructionId, item.instructionId) && fits(bar.kind, item.kind))!
      .cases.push(item);
  }
  return groups
    .filter(({ cases }) => cases.length > 0)
    .map(({ bar, cases }) => {
      const sum = (mode: 'strict' | 'loose', field: 'passed' | 'total') =>
        cases.reduce((total, item) => total + item[mode][field], 0);
      const total = sum('strict', 'total');
      const strict = share(sum('strict', 'passed'), total).value;
      const loose = share(sum('loose', 'passed'), total).value;
      return { ...bar, strict, loose, total, reached: strict >= bar.min && loose >= bar.min };
    });
}

function fits(pattern: string, text: string): boolean {
  return pattern.endsWith('*') ? text.startsWith(pattern.slice(0, -1)) : text === pattern;
}

function barError(problem: string): TillerError {
  return new TillerError('file_corrupt', `The file of agreement bars cannot be used: ${problem}.`);
}
