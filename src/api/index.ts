/** The public face: the object, its types, and the error it throws. */
export { type ErrorCode, TillerError } from '../core/errors.ts';
export type { FitMethod } from '../core/steering/direction.ts';
export type { Intervention, Operator, Scope, SteeringVector } from '../core/steering/types.ts';
export type {
  Backend,
  Lane,
  LaneResult,
  LaneToken,
  LoadOptions,
  Message,
  ModelInfo,
  Probe,
  Progress,
  Prompt,
  SelfTest,
} from '../protocol/model.ts';
export type {
  DeviceFacts,
  ModelSurvey,
  StorageFacts,
  StoredModel,
  SurveyedFile,
  Verification,
} from '../protocol/storage.ts';
export { type Checks, createTiller } from './createTiller.ts';
export type { CheckResult, ContrastPair, TaskOptions, Tiller } from './tiller.ts';
