/** The files of a drop, folders opened up, each with its path as its name. */

/** More files than any model has; a dropped home directory shall not be walked to its end. */
const MAX_FILES = 2000;

/** To be called within the event: afterwards the browser has closed the list. */
export async function droppedFiles({ items, files }: DataTransfer): Promise<File[]> {
  const entries = [...items].flatMap((item) => item.webkitGetAsEntry?.() ?? []);
  if (entries.length === 0) return [...files];
  const found: File[] = [];
  for (const entry of entries) await collect(entry, found);
  return found;
}

async function collect(entry: FileSystemEntry, found: File[]): Promise<void> {
  if (found.length >= MAX_FILES) return;
  if (isFile(entry)) {
    const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
    // A dropped file does not know its folder; a file of the same bytes may have any name. Where a browser changes the
    // slashes in it, the files are found by their own names.
    const path = entry.fullPath.replace(/^\//, '');
    const named = new File([file], path, { type: file.type });
    found.push(named.name === path ? named : file);
    return;
  }
  if (isFolder(entry)) for (const child of await childrenOf(entry)) await collect(child, found);
}

/** The browser hands out a folder in pieces, the last of which is empty. */
async function childrenOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const children: FileSystemEntry[] = [];
  for (;;) {
    const piece = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (piece.length === 0) return children;
    children.push(...piece);
  }
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;
