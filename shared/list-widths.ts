/** How wide the list of tenants may be, in pixels. */
export const listWidths = { least: 220, usual: 272, most: 480 } as const;
