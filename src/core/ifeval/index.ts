/** Public face of the IFEval judge: verdicts, live verdicts, descriptions, files and scores. */
export { type AgreementBar, applyBars, type BarResult, parseBars } from './agreement.ts';
export { type CheckCase, type CheckRequest, type LineProblem, parseCase, parseCases } from './cases.ts';
export { type CheckResult, check } from './check.ts';
export { describeRange, validateKwargs } from './kwargs.ts';
export { isLanguageReady, loadLanguages, loadLanguagesInSteps } from './language/detector.ts';
export { LANGUAGES } from './language/names.ts';
export { type LiveOptions, type LiveVerdict, liveCheck, liveVerdict } from './live.ts';
export { instructionType, listInstructions } from './registry.ts';
export {
  type Accuracy,
  type Agreement,
  type Disagreement,
  type Score,
  type ScoredCase,
  scoreCase,
  scoreCases,
  summarise,
} from './score.ts';
export { checkAll, combineVerdicts, type SeveralResult } from './several.ts';
export {
  mcnemarPValue,
  mcnemarTest,
  type PairedTest,
  type Share,
  share,
  wilsonInterval,
} from './statistics.ts';
export type { InstructionType, Kwarg, Kwargs, Parameter, Range } from './types.ts';
