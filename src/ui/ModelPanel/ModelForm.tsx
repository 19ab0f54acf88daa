/** What to load and on what: the embedded model, one by hub id or address, or a folder of this device. */
import { type FormEvent, useId, useState } from 'react';
import { formatBytes } from '../../state/format.ts';
import type { BackendChoice, SourceKind } from '../../state/models/load.ts';
import { useActions, useAppState } from '../appContext.tsx';

const DTYPES = ['fp32', 'fp16', 'q4', 'q4f16', 'q8'];

export function ModelForm() {
  const { choice, manifest, phase } = useAppState((state) => state.model);
  const { setChoice, load, unload } = useActions();
  const [files, setFiles] = useState<File[]>([]);
  const id = useId();
  const isMissing =
    (choice.kind === 'address' && choice.address.trim() === '') ||
    (choice.kind === 'folder' && files.length === 0);

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (!isMissing) void load(files);
  }

  return (
    <form className="model-form card" onSubmit={submit}>
      <h2>Load a model</h2>
      <div>
        <label className="field-label" htmlFor={`${id}-model`}>
          Model
        </label>
        <select
          id={`${id}-model`}
          className="select-field"
          value={choice.kind}
          onChange={({ target }) => setChoice({ kind: target.value as SourceKind })}
        >
          <option value="embedded">
            {manifest ? `${manifest.name}, embedded, ${formatBytes(manifest.sizeBytes)}` : 'Embedded model'}
          </option>
          <option value="address">From a hub id or base URL</option>
          <option value="folder">From a folder on this device</option>
        </select>
      </div>
      {choice.kind === 'address' ? (
        <div>
          <label className="field-label" htmlFor={`${id}-address`}>
            Hub id or base URL
          </label>
          <input
            id={`${id}-address`}
            className="text-field"
            type="text"
            autoComplete="off"
            spellCheck={false}
            value={choice.address}
            aria-describedby={`${id}-address-hint`}
            onChange={({ target }) => setChoice({ address: target.value })}
          />
          <p id={`${id}-address-hint`} className="small muted">
            A repository in the layout of transformers.js, for example onnx-community/Qwen2.5-0.5B-Instruct.
          </p>
        </div>
      ) : null}
      {choice.kind === 'folder' ? <FolderField id={`${id}-folder`} files={files} onPick={setFiles} /> : null}
      <div className="model-form-pair">
        <div>
          <label className="field-label" htmlFor={`${id}-backend`}>
            Backend
          </label>
          <select
            id={`${id}-backend`}
            className="select-field"
            value={choice.backend}
            onChange={({ target }) => setChoice({ backend: target.value as BackendChoice })}
          >
            <option value="auto">automatic</option>
            <option value="webgpu" disabled={!hasWebGpu()}>
              {hasWebGpu() ? 'WebGPU' : 'WebGPU (not in this browser)'}
            </option>
            <option value="wasm">WASM</option>
          </select>
        </div>
        {choice.kind === 'embedded' ? null : (
          <div>
            <label className="field-label" htmlFor={`${id}-dtype`}>
              Weights
            </label>
            <select
              id={`${id}-dtype`}
              className="select-field"
              value={choice.dtype}
              onChange={({ target }) => setChoice({ dtype: target.value })}
            >
              <option value="">automatic</option>
              {DTYPES.map((dtype) => (
                <option key={dtype}>{dtype}</option>
              ))}
            </select>
          </div>
        )}
      </div>
      <div className="model-form-buttons">
        <button type="submit" className="button button-primary" disabled={isMissing || phase === 'loading'}>
          Load
        </button>
        {phase === 'ready' ? (
          <button type="button" className="button" onClick={() => void unload()}>
            Unload
          </button>
        ) : null}
      </div>
    </form>
  );
}

interface FolderFieldProps {
  id: string;
  files: readonly File[];
  onPick: (files: File[]) => void;
}

function FolderField({ id, files, onPick }: FolderFieldProps) {
  const sizeBytes = files.reduce((sum, file) => sum + file.size, 0);
  return (
    <div>
      <label className="field-label" htmlFor={id}>
        Folder
      </label>
      <input
        id={id}
        className="file-field"
        type="file"
        multiple
        ref={(input) => {
          if (input) input.webkitdirectory = true;
        }}
        onChange={({ target }) => onPick([...(target.files ?? [])])}
      />
      <p className="small muted numbers">
        {files.length === 0
          ? 'Holds config.json, tokenizer.json and a folder onnx. Nothing is uploaded.'
          : `${files.length} files, ${formatBytes(sizeBytes)}. Nothing is uploaded.`}
      </p>
    </div>
  );
}

function hasWebGpu(): boolean {
  return 'gpu' in navigator;
}
