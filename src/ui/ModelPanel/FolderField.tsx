/** The file dialog for a model's folder. */
import { formatBytes } from '../../state/format.ts';

interface FolderFieldProps {
  id: string;
  files: readonly File[];
  onPick: (files: File[]) => void;
}

export function FolderField({ id, files, onPick }: FolderFieldProps) {
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
          ? 'Holds config.json, tokenizer.json and a folder onnx. Or drop it anywhere on this page. Nothing is uploaded.'
          : `${files.length} files, ${formatBytes(sizeBytes)}. Nothing is uploaded.`}
      </p>
    </div>
  );
}
