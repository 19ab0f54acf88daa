import { describe, expect, it } from 'vitest';
import manifestJson from '../../models/manifest.json' with { type: 'json' };
import { diskSource } from '../../scripts/lib/diskSource.ts';
import { readManifest, sha256, verifyFile } from './manifest.ts';

const entry = readManifest(manifestJson)[0]!;
const folder = diskSource(`models/${entry.folder}`);

describe('the manifest', () => {
  it('lists every file of the embedded model as it is', async () => {
    for (const { path } of entry.files) await verifyFile(entry, path, await folder.read(path));
    expect(entry.files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)).toBe(entry.sizeBytes);
  });

  it('tells a changed byte by its hash', async () => {
    const bytes = await folder.read('config.json');
    bytes[100]! ^= 1;
    const found = await sha256(bytes);
    await expect(verifyFile(entry, 'config.json', bytes)).rejects.toMatchObject({
      code: 'hash_mismatch',
      details: {
        expected: entry.files.find(({ path }) => path === 'config.json')?.sha256,
        found,
      },
    });
  });

  it('tells a file that is cut short by its size', async () => {
    const bytes = (await folder.read('config.json')).slice(0, 500);
    await expect(verifyFile(entry, 'config.json', bytes)).rejects.toMatchObject({
      code: 'file_corrupt',
      details: { expected: 989, found: 500 },
    });
  });

  it('tells a longer file by its size', async () => {
    const bytes = new Uint8Array(990);
    await expect(verifyFile(entry, 'config.json', bytes)).rejects.toMatchObject({
      code: 'hash_mismatch',
      details: { expected: 989, found: 990 },
    });
  });

  it('says nothing about files that it does not list', async () => {
    await expect(verifyFile(entry, 'readme.md', new Uint8Array(3))).resolves.toBeUndefined();
  });

  it.each([
    null,
    {},
    [],
    [{ id: 'embedded' }],
    [{ id: 'a', folder: 'b', files: [{ path: 'c' }] }],
  ])('is refused when it is %j', (value) => {
    expect(() => readManifest(value)).toThrow(expect.objectContaining({ code: 'file_corrupt' }));
  });
});

describe('the hash', () => {
  it('is the published one of the empty text and of "abc"', async () => {
    // Source: FIPS 180-4 examples.
    expect(await sha256(new Uint8Array(0))).toBe(
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    );
    expect(await sha256(new TextEncoder().encode('abc'))).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
  });
});
