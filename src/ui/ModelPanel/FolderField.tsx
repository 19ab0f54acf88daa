/** The file dialog for a model's folder. */
import { formatBytes } from '../../state/format.ts';
import { t } from '../../text/text.ts';

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
        {t('models.folder')}
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
          ? t('models.folderHint')
          : t('models.folderFiles', { count: files.length, size: formatBytes(sizeBytes) })}
      </p>
    </div>
  );
}
