/** Which page the main area shows. `tenantId` on the log: of this tenant only. */
export type Page =
  | { readonly name: 'tenant' }
  | { readonly name: 'log'; readonly tenantId: string | undefined }
  | { readonly name: 'diagnostics' }
  | { readonly name: 'settings' };

export type DialogName = 'add' | 'import' | 'shortcuts';

export type Front = 'list' | 'page';
