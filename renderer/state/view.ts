/** Which page the main area shows. `tenantId` on the log: of this tenant only. */
export type Page =
  | { readonly name: 'tenant' }
  | { readonly name: 'log'; readonly tenantId: string | undefined }
  | { readonly name: 'diagnostics' }
  /** What was removed in the last seven days. */
  | { readonly name: 'removed' }
  /** Who did what. */
  | { readonly name: 'audit' }
  /** Today at this workstation. */
  | { readonly name: 'shift' }
  | { readonly name: 'welcome' }
  | { readonly name: 'linking' }
  /** Several tenants at once. */
  | { readonly name: 'selection'; readonly tenantIds: readonly string[] }
  | { readonly name: 'settings' };

export type DialogName = 'add' | 'import' | 'palette' | 'shortcuts';

export type Front = 'list' | 'page';
