/**
 * Whether a vector made on one model may be used in another: an instructed model's vector in its base model, say. Numbers
 * alone cannot tell whether it means anything there; sizes and vocabulary tell when it cannot.
 */

/** What is known of a vector; a saved one's entry, or a file's vector with its origin. */
export interface VectorFacts {
  modelId: string;
  numLayers: number;
  hiddenSize: number;
  origin?: { tokenizerSha256?: string };
}

/** What is known of the model that shall be steered: part of `ModelInfo`. */
export interface ModelFacts {
  id: string;
  numLayers: number;
  hiddenSize: number;
  tokenizerSha256: string | null;
}

/** What keeps a vector from being used in a model. */
export type Mismatch = 'hiddenSize' | 'numLayers' | 'tokenizer';

/** Null when it can be used, as far as sizes and vocabulary tell. */
export function transferMismatch(vector: VectorFacts, model: ModelFacts): Mismatch | null {
  if (vector.hiddenSize !== model.hiddenSize) return 'hiddenSize';
  if (vector.numLayers !== model.numLayers) return 'numLayers';
  const tokenizer = vector.origin?.tokenizerSha256;
  return tokenizer && model.tokenizerSha256 && tokenizer !== model.tokenizerSha256 ? 'tokenizer' : null;
}

/** Why the vector cannot be used in the model, in words for the reader; null when it can. */
export function transferProblem(vector: VectorFacts, model: ModelFacts): string | null {
  const made = vector.modelId === '' ? 'another model' : vector.modelId;
  switch (transferMismatch(vector, model)) {
    case null:
      return null;
    case 'hiddenSize':
      return (
        `This vector was made on ${made} with hidden size ${vector.hiddenSize}; ${model.id} has ${model.hiddenSize}. ` +
        'Use a vector of a model with the same hidden size.'
      );
    case 'numLayers':
      return (
        `This vector was made on ${made} with ${vector.numLayers} layers; ${model.id} has ${model.numLayers}. ` +
        'Use a vector of a model with as many layers.'
      );
    case 'tokenizer':
      return (
        `This vector was made on ${made}, whose vocabulary is not that of ${model.id}: ` +
        'the same positions hold other tokens. Use a vector of a model with the same tokenizer.'
      );
  }
}

/** Whether the vector's tokenizer is known to be the model's. */
export function hasKnownTokenizer({ origin }: VectorFacts, { tokenizerSha256 }: ModelFacts): boolean {
  return origin?.tokenizerSha256 !== undefined && tokenizerSha256 !== null;
}

/** What a reader should know before using a vector that may be used; null for the model's own. */
export function transferNotice(vector: VectorFacts, model: ModelFacts): string | null {
  if (vector.modelId === model.id || transferProblem(vector, model) !== null) return null;
  const made =
    vector.modelId === ''
      ? 'It is not known on which model this vector was made.'
      : `This vector was made on ${vector.modelId}, not on ${model.id}.`;
  const isSame = hasKnownTokenizer(vector, model);
  return `${made} Sizes are the same${
    isSame ? ', and so is the vocabulary.' : '; whether the vocabulary is the same is not known.'
  }`;
}
