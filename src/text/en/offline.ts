/** Visits without a network, new versions, and parts that did not load. */
export const offline = {
  keptPage: 'This page opens without a network. Models work without one too, once one has run here.',
  keptModels: 'This page and the models in this list work without a network.',

  newVersion: 'New version',
  newVersionReady: 'A new version of Tiller is ready. What you have done here stays.',
  reload: 'Reload',
  later: 'Later',

  lostPart: 'This part of the page did not load',
  lostChunk:
    'The page may have been updated meanwhile, or the network is down. What you have done is stored; reloading brings the page in one version again.',
  lostByFault:
    'It failed while it was being shown. What you have done is stored; reloading starts the page anew.',
} as const;
