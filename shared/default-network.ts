import type { NetworkSettings } from './network.ts';

/** What holds until something is chosen. Apart from the schema, so that the window need not ship zod to use it. */
export const defaultNetworkSettings: NetworkSettings = {
  way: 'system',
  proxy: null,
  direct: [],
  trustSystem: false,
};
