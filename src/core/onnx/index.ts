/**
 * Graph surgery on ONNX decoders, as a module of its own: it imports nothing outside this folder but the error class and the limits of sizes.
 * docs/graph-surgery.md explains it, with an example that runs.
 */
export { CHOICE_COLUMNS, CHOICE_INPUTS, CHOICES, choiceSwitch } from './choose.ts';
export { externalLocations } from './externalLocations.ts';
export { HEAD_INPUTS, HEAD_OUTPUTS, type HeadSwitch } from './head.ts';
export { LENGTH_INPUTS } from './lengths.ts';
export { ROPE_LENGTH } from './longRope.ts';
export { LOWERED_LOCATION, type LoweredWeight, type Lowering, lowerModel } from './lower.ts';
export { type Graph, type Model, type Node, readModel, type Tensor, writeModel } from './model.ts';
export { OBSERVE_INPUTS, OBSERVE_OUTPUTS } from './observe.ts';
export { outlineModel, type RandomAccess } from './outline.ts';
export { type CacheTensor, type PatchOptions, type PatchReport, patchModel } from './patch.ts';
export { findResidualStream, type ResidPost, type ResidualStream } from './residualStream.ts';
export { STEER_INPUTS } from './steer.ts';
