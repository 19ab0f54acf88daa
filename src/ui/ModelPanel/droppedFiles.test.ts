/** Folders as a browser hands them out: entries with callbacks, children in pieces. */
import { describe, expect, it } from 'vitest';
import { droppedFiles } from './droppedFiles.ts';

const PIECE = 2;

function fileEntry(fullPath: string, text: string): unknown {
  const name = fullPath.slice(fullPath.lastIndexOf('/') + 1);
  return {
    isFile: true,
    isDirectory: false,
    fullPath,
    file: (resolve: (file: File) => void) => resolve(new File([text], name)),
  };
}

function folderEntry(fullPath: string, children: unknown[]): unknown {
  return {
    isFile: false,
    isDirectory: true,
    fullPath,
    createReader() {
      const left = [...children];
      return { readEntries: (resolve: (piece: unknown[]) => void) => resolve(left.splice(0, PIECE)) };
    },
  };
}

/** What a drop event carries, as far as it is read. */
function drop(entries: unknown[], files: File[] = []): DataTransfer {
  const items = entries.map((entry) => ({ webkitGetAsEntry: () => entry }));
  return { items, files } as unknown as DataTransfer;
}

describe('a drop', () => {
  it('of a folder gives all of its files with their paths and their bytes', async () => {
    const folder = folderEntry('/mine', [
      fileEntry('/mine/config.json', '{}'),
      fileEntry('/mine/tokenizer.json', '{}'),
      folderEntry('/mine/onnx', [fileEntry('/mine/onnx/model.onnx', 'graph')]),
    ]);
    const files = await droppedFiles(drop([folder]));
    expect(files.map(({ name }) => name)).toEqual([
      'mine/config.json',
      'mine/tokenizer.json',
      'mine/onnx/model.onnx',
    ]);
    expect(await files[2]!.text()).toBe('graph');
  });

  it('of loose files gives them as they are', async () => {
    const files = [new File(['{}'], 'config.json')];
    expect(await droppedFiles(drop([null], files))).toEqual(files);
  });

  it('of nothing gives nothing', async () => {
    expect(await droppedFiles(drop([]))).toEqual([]);
  });
});
