/** Which vocabulary the embedded model has, by the rule of `ModelInfo.tokenizerSha256`: presets say so of themselves. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readManifest } from '../../../workers/loader/manifest.ts';
import { vocabularySha256 } from '../../../workers/vocabulary.ts';
import { root } from '../setup.mjs';

const modelsFolder = join(root, 'models');
const json = (...path: string[]) => JSON.parse(readFileSync(join(modelsFolder, ...path), 'utf8'));

const [entry] = readManifest(json('manifest.json'));
if (!entry) throw new Error('models/manifest.json names no model');

export const embeddedModel = entry;
export const tokenizerSha256 = await vocabularySha256(json(entry.folder, 'tokenizer.json'));
