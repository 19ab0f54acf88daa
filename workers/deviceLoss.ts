/**
 * Notices that a graphics device of this worker is lost, whoever asked for it and whatever is being done: a driver that
 * was reset, a crash of the browser's GPU process, memory that ran out, a device that was destroyed.
 */

export interface DeviceLoss {
  /** settles never, as long as no device is lost */
  readonly lost: Promise<string>;
  /** whether there is a device at all, which could be lost */
  hasDevice(): boolean;
}

/** Devices that go with a model that was unloaded, or that could not be loaded. */
const givenUp = new WeakSet<GPUDevice>();

/** Milliseconds: a session that fails takes its device along before anybody can give that up. */
const GIVING_UP_MS = 100;

/** The runtime destroys its device with its last session: that is no loss. */
export function giveUpDevice(device: GPUDevice): void {
  givenUp.add(device);
}

/**
 * Looks after every device from now on.
 * @param adapterPrototype of `GPUAdapter`; undefined where there is no WebGPU
 * @param isOurs whether the model needs this device: one that somebody else destroyed himself is no loss
 * @returns `lost` resolves with the browser's words
 */
export function watchDevices(
  adapterPrototype: Pick<GPUAdapter, 'requestDevice'> | undefined,
  isOurs: (device: GPUDevice) => Promise<boolean>,
): DeviceLoss {
  let count = 0;
  const lost = new Promise<string>((resolve) => {
    if (!adapterPrototype) return;
    const requestDevice = adapterPrototype.requestDevice;
    // The runtime makes its device deep inside: on the prototype it is seen even when it is lost while a model loads.
    adapterPrototype.requestDevice = async function (this: GPUAdapter, descriptor?: GPUDeviceDescriptor) {
      const device = await requestDevice.call(this, descriptor);
      count += 1;
      void device.lost.then(async ({ reason, message }) => {
        count -= 1;
        if (reason === 'destroyed') await new Promise((resolve) => setTimeout(resolve, GIVING_UP_MS));
        const isMissed = !givenUp.has(device) && (await isOurs(device));
        if (reason !== 'destroyed' || isMissed) resolve(message);
      });
      return device;
    };
  });
  return { lost, hasDevice: () => count > 0 };
}
