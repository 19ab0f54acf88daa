/** The charts, brought in when the first is shown: their library is larger than the rest of the page together. */
import { lazy } from 'react';

export const LayerCurve = lazy(async () => ({ default: (await import('./LayerCurve.tsx')).LayerCurve }));
export const StrengthCurve = lazy(async () => ({
  default: (await import('./StrengthCurve.tsx')).StrengthCurve,
}));
