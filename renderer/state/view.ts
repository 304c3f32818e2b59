/**
 * What the main area shows. `chosen` is the tenant last in view, which every other page leads back to; it may have been
 * removed since.
 */
export type View =
  | { readonly page: 'tenant'; readonly chosen: string | undefined }
  /** `tenantId`: the log of this tenant only. */
  | { readonly page: 'log'; readonly chosen: string | undefined; readonly tenantId: string | undefined }
  | { readonly page: 'settings'; readonly chosen: string | undefined };

export type DialogName = 'add' | 'import' | 'shortcuts';
