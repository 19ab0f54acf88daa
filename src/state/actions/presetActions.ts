/** Actions that read the shipped presets and their vectors. */
import { TillerError } from '../../core/errors.ts';
import { readSteeringVector } from '../../core/files/safetensors.ts';
import type { SteeringVector } from '../../core/steering/types.ts';
import { alertFor } from '../alert.ts';
import { firstPreset, parsePresets } from '../presets.ts';
import { withPreset } from '../steering.ts';
import { type ActionContext, updateSlice } from './context.ts';

export interface PresetActions {
  /** Reads the list, chooses a preset if none is chosen, and reads its vector. */
  loadPresets(): Promise<void>;
  /** The chosen preset's vector, read at most once; null when there is none or it cannot be read (an alert says why). */
  ensureVector(): Promise<SteeringVector | null>;
}

export function createPresetActions({ store, baseUrl }: ActionContext): PresetActions {
  const reading = new Map<string, Promise<SteeringVector>>();

  async function readVector(id: string): Promise<SteeringVector> {
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

  async function ensureVector(): Promise<SteeringVector | null> {
    const { presetId } = store.getState().steering;
    if (presetId === null) return null;
    const known = store.getState().presets.vectors[presetId];
    if (known) return known;
    const promise = reading.get(presetId) ?? readVector(presetId);
    reading.set(presetId, promise);
    try {
      const vector = await promise;
      updateSlice(store, 'presets', (presets) => ({
        ...presets,
        vectors: { ...presets.vectors, [presetId]: vector },
      }));
      return vector;
    } catch (error) {
      store.setState({ alert: alertFor(error, 'presets', true) });
      return null;
    } finally {
      reading.delete(presetId);
    }
  }

  async function loadPresets(): Promise<void> {
    updateSlice(store, 'presets', (presets) => ({ ...presets, phase: 'loading' }));
    try {
      const response = await fetchFile('presets/index.json');
      const list = parsePresets(await response.json());
      updateSlice(store, 'presets', (presets) => ({ ...presets, phase: 'ready', list }));
      const chosen = list.find(({ id }) => id === store.getState().steering.presetId);
      const first = firstPreset(list);
      if (!chosen && first) updateSlice(store, 'steering', (steering) => withPreset(steering, first));
      await ensureVector();
    } catch (error) {
      updateSlice(store, 'presets', (presets) => ({ ...presets, phase: 'failed' }));
      store.setState({ alert: alertFor(error, 'presets', true) });
    }
  }

  return { loadPresets, ensureVector };
}
