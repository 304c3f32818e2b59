/** The palette, and the keys of the window. */
export const paletteTexts = {
  'palette.title': 'Go to',
  'palette.search': 'Tenant, number, page or action',
  'palette.none': 'Nothing matches.',
  'palette.group.actions': 'Actions',
  'palette.group.pages': 'Pages',
  'palette.code': 'Show a code',
  'palette.full-screen': 'Code in full screen',
  'palette.next': 'Next tenant without a link',
  'palette.link-all': 'Link every tenant that has no link',

  'shortcuts.palette': 'Go to a tenant, a page or an action',
  'shortcuts.next': 'Next tenant, or skip this one',
  'shortcuts.code': 'Show a code',
  'shortcuts.full-screen': 'Code in full screen',
  'shortcuts.step': 'Next or previous tenant in the list',
  'shortcuts.pause': 'Pause linking mode, or go on',
  'shortcuts.back': 'Back to the tenant before, in linking mode',
  'shortcuts.retry': 'Try those that are left once more',
} as const;
