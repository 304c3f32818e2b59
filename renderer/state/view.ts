/** What the main area shows. `chosen` is the tenant last in view; it may have been removed since. */
export type View =
  | { readonly page: 'tenant'; readonly chosen: string | undefined }
  | { readonly page: 'log'; readonly chosen: string | undefined; readonly narrowed: boolean };
