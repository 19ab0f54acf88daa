/** What an instruction type consists of, what a check of a text finds, and what the page shows of both. */

/** Half-open range of UTF-16 offsets in the response. */
export type Range = [start: number, end: number];

/** What one strict check says about a text taken as a whole answer. */
export interface Finding {
  /** The published checker's verdict. */
  pass: boolean;
  /** True when no further text can change `pass`. */
  settled: boolean;
  /** One line in plain words: what was counted or found. */
  reason: string;
  /** The place that `reason` speaks of. */
  range?: Range;
  /** True when the text so far says nothing about the verdict, so that only its end will. */
  open?: boolean;
  /** In the place of `reason` while the text is open. */
  openReason?: string;
}

/**
 * Checks a text by the rule of the type alone; that a blank answer fails every check is added by the caller, which takes
 * from a blank text only a settled failure.
 * @throws TillerError `check_arguments` when a pattern takes too long on this text
 */
export type Evaluate = (text: string) => Finding;

export type ParameterKind =
  | { kind: 'count'; min: number; max: number }
  | { kind: 'relation' }
  | { kind: 'text'; maxLength: number; options?: readonly string[] }
  | { kind: 'textList'; maxItems: number; maxLength: number }
  | { kind: 'letter' }
  | { kind: 'language' };

export type Kwarg = number | string | string[];
export type Kwargs = Record<string, Kwarg>;

/** One keyword argument, under the name that the IFEval data uses; enough to draw a form field. */
export type Parameter = ParameterKind & { name: string; label: string; initial: Kwarg };

/** One of the 25 instruction types. */
export interface InstructionType {
  /** IFEval's id, such as `punctuation:no_comma`. */
  id: string;
  title: string;
  parameters: readonly Parameter[];
  /** Conditions between parameters that their kinds cannot say; returns the problem or null. */
  validate?: (kwargs: Kwargs) => string | null;
  /** Ways to ask for it in a prompt; the first is the plainest. Called with complete kwargs. */
  phrasings: (kwargs: Kwargs) => string[];
  /** @param kwargs complete and in range */
  prepare: (kwargs: Kwargs) => Evaluate;
}

export const RELATIONS = ['less than', 'at least'] as const;
