/** What is seen inside the model: projections, layers by tokens, next tokens. */
export const inside = {
  read: 'Read the answers',
  readAgain: 'Read again',
  reading: 'Reading.',
  nothingYet: 'Generate first: there is nothing to read yet.',
  about: 'Projects every token on the vector’s direction at every layer.',
  isOld: 'Answers or vector have changed since this was read.',
  noVector: 'Choose a vector to read along.',
  answer: 'Answer',
  token: 'Token',
  tokenNote: '“{{token}}” · {{value}} at layer {{layer}}',
  layer: 'Layer',
  layerHead: 'layer {{layer}}',
  layersByTokens: 'Layers by tokens',
  layersByTokensDrawing: 'Layers by tokens, drawing',
  layersByTokensHint:
    'Orange: as far along the vector as instructed prompts are at that layer. Blue: as plain ones, or beyond. Layer 0 is at the bottom; choose a token with the slider or a click.',
  byLayer: 'Projection by layer',
  byLayerHint:
    'Mean over each answer’s tokens. Dashed: where plain and instructed prompts are, the target of strength 0 and 1.',
  plainPrompts: 'plain prompts',
  instructedPrompts: 'instructed prompts',
  next: 'What could stand here instead',
  nextHint:
    'The likeliest tokens at the chosen place, before temperature and penalties: read unsteered, and steered by the stack.',
  nextName: 'Next tokens',
  nextShow: 'Show the likeliest tokens',
  without: 'without steering',
  with: 'with steering',
} as const;
