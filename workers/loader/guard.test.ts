import { describe, expect, it } from 'vitest';
import { diskSource } from '../../scripts/lib/diskSource.ts';
import { checkModelFile, parseJson, parseJsonObject } from './guard.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);

const POINTER = 'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a2146\nsize 12345\n';

describe('what is delivered in place of a model file', () => {
  it.each([
    ['onnx/model.onnx', '', 'an empty file'],
    ['config.json', '', 'an empty file'],
    ['onnx/model.onnx', '<!DOCTYPE html><html>', 'a web page'],
    ['config.json', '\n <!doctype html>', 'a web page'],
    ['onnx/model.onnx_data', '<HTML>', 'a web page'],
    ['onnx/model.onnx_data_1', '<?xml version="1.0"?><Error>', 'a web page'],
    ['onnx/model.onnx', POINTER, 'a git-LFS pointer'],
    ['onnx/model_q4.onnx_data_2', POINTER, 'a git-LFS pointer'],
    ['tokenizer.json', POINTER, 'a git-LFS pointer'],
    ['onnx/model.onnx', '{"error":"Repository not found"}', 'JSON: {"error":"Repository not found"}'],
  ])('in %s, %j is recognised as %s', (path, text, found) => {
    expect(() => checkModelFile(path, bytesOf(text))).toThrow(
      expect.objectContaining({ code: 'file_corrupt', details: expect.objectContaining({ path, found }) }),
    );
  });

  it('is not seen in weights that happen to begin like JSON', () => {
    expect(() => checkModelFile('onnx/model.onnx_data', bytesOf('{\u0000\u0001'))).not.toThrow();
  });

  it('is not seen in a chat template, which begins with a brace', () => {
    expect(() =>
      checkModelFile('chat_template.jinja', bytesOf('{% for m in messages %}{% endfor %}')),
    ).not.toThrow();
  });

  it.each([
    'config.json',
    'onnx/model.onnx',
    'onnx/model_q4.onnx_data',
  ])('is not seen in a true %s', async (path) => {
    const bytes = await diskSource('e2e/fixtures/models/llama').read(path);
    expect(() => checkModelFile(path, bytes)).not.toThrow();
  });
});

describe('a JSON file', () => {
  it('gives its value', () => {
    expect(parseJson('a.json', bytesOf('[1, {"b": "ä"}]'))).toEqual([1, { b: 'ä' }]);
  });

  it('that is cut short is corrupt', () => {
    expect(() => parseJson('config.json', bytesOf('{"hidden_size": 6'))).toThrow(
      expect.objectContaining({
        code: 'file_corrupt',
        message: expect.stringContaining('config.json (17 bytes)'),
      }),
    );
  });

  it.each(['[]', 'null', '"text"', '3'])('that holds %s is no object', (text) => {
    expect(() => parseJsonObject('config.json', bytesOf(text))).toThrow(
      expect.objectContaining({ code: 'file_corrupt' }),
    );
  });
});
