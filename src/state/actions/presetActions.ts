/** Actions that read the shipped presets and their vectors. */

import { TillerError } from '../../core/errors.ts';
import { readSteeringVector } from '../../core/files/safetensors.ts';
import { own } from '../../core/own.ts';
import type { SteeringVector } from '../../core/steering/types.ts';
import { alertFor } from '../alert.ts';
import { withShipped, withShippedVector } from '../playground/builtPresets.ts';
import { parsePresets } from '../playground/presets.ts';
import { type ActionContext, updateSlice } from './context.ts';

export interface PresetActions {
  /** Reads the list. */
  loadPresets(): Promise<void>;
  /**
   * A preset's vector, read at most once.
   * @throws TillerError `download_failed`, `file_corrupt`
   */
  readPreset(id: string): Promise<SteeringVector>;
}

export function createPresetActions({ store, baseUrl }: ActionContext): PresetActions {
  const reading = new Map<string, Promise<SteeringVector>>();

  async function fetchVector(id: string): Promise<SteeringVector> {
    const response = await fetchFile(`presets/${encodeURIComponent(id)}.safetensors`);
    return readSteeringVector(new Uint8Array(await response.arrayBuffer()));
  }

  async function fetchFile(path: string): Promise<Response> {
    const response = await fetch(new URL(path, baseUrl)).catch((cause: Error) => {
      throw new TillerError(
        'download_failed',
        `${path} could not be read: ${cause.message}. Check the connection.`,
      );
    });
    if (!response.ok) {
      throw new TillerError(
        'download_failed',
        `${path} could not be read: the server answered ${response.status}.`,
      );
    }
    return response;
  }

  return {
    async readPreset(id) {
      const known = own(store.getState().presets.vectors, id);
      if (known) return known;
      const promise = reading.get(id) ?? fetchVector(id);
      reading.set(id, promise);
      try {
        const vector = await promise;
        updateSlice(store, 'presets', (presets) => withShippedVector(presets, id, vector));
        return vector;
      } finally {
        reading.delete(id);
      }
    },
    async loadPresets() {
      updateSlice(store, 'presets', (presets) => ({ ...presets, phase: 'loading' }));
      try {
        const response = await fetchFile('presets/index.json');
        const list = parsePresets(await response.json());
        updateSlice(store, 'presets', (presets) => withShipped(presets, list));
      } catch (error) {
        updateSlice(store, 'presets', (presets) => ({ ...presets, phase: 'failed' }));
        store.setState({ alert: alertFor(error, 'presets', true) });
      }
    },
  };
}
