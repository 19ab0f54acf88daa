import { describe, expect, it } from 'vitest';
import { giveUpDevice, watchDevices } from './deviceLoss.ts';

type Lost = Pick<GPUDeviceLostInfo, 'reason' | 'message'>;

/** An adapter whose devices can be lost. */
function adapter() {
  const losses: ((info: Lost) => void)[] = [];
  const prototype = {
    requestDevice: async () => ({ lost: new Promise<Lost>((resolve) => losses.push(resolve)) }),
  } as unknown as Pick<GPUAdapter, 'requestDevice'>;
  return { prototype, lose: (index: number, info: Lost) => losses[index]!(info) };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 150));

describe('watchDevices', () => {
  it('tells of a device that the browser lost, whoever asked for it', async () => {
    const { prototype, lose } = adapter();
    const { lost, hasDevice } = watchDevices(prototype, async () => false);
    expect(hasDevice()).toBe(false);
    await prototype.requestDevice.call({} as GPUAdapter);
    expect(hasDevice()).toBe(true);
    lose(0, { reason: 'unknown', message: 'driver reset' });
    expect(await lost).toBe('driver reset');
    expect(hasDevice()).toBe(false);
  });

  it('tells of a destroyed device only when the model needs it', async () => {
    const { prototype, lose } = adapter();
    let model: unknown = null;
    const { lost } = watchDevices(prototype, async (device) => device === model);
    let told = '';
    void lost.then((why) => {
      told = why;
    });
    await prototype.requestDevice.call({} as GPUAdapter);
    model = await prototype.requestDevice.call({} as GPUAdapter);
    lose(0, { reason: 'destroyed', message: 'a benchmark is done' });
    await settled();
    expect(told).toBe('');
    lose(1, { reason: 'destroyed', message: 'somebody destroyed it' });
    await settled();
    expect(told).toBe('somebody destroyed it');
  });

  it('says nothing of the device of a model that was unloaded', async () => {
    const { prototype, lose } = adapter();
    const { lost } = watchDevices(prototype, async () => true);
    let told = '';
    void lost.then((why) => {
      told = why;
    });
    giveUpDevice(await prototype.requestDevice.call({} as GPUAdapter));
    await prototype.requestDevice.call({} as GPUAdapter);
    lose(0, { reason: 'destroyed', message: 'its last session was released' });
    await settled();
    expect(told).toBe('');
    lose(1, { reason: 'destroyed', message: 'the next model needs this one' });
    await settled();
    expect(told).toBe('the next model needs this one');
  });

  it('says nothing of a device that is given up just after it was destroyed', async () => {
    const { prototype, lose } = adapter();
    const { lost } = watchDevices(prototype, async () => true);
    let told = false;
    void lost.then(() => {
      told = true;
    });
    const device = await prototype.requestDevice.call({} as GPUAdapter);
    lose(0, { reason: 'destroyed', message: 'its session could not be made' });
    await new Promise((resolve) => setTimeout(resolve, 10));
    giveUpDevice(device);
    await settled();
    expect(told).toBe(false);
  });

  it('has nothing to watch without WebGPU', () => {
    expect(watchDevices(undefined, async () => true).hasDevice()).toBe(false);
  });
});
