import { expect, it } from 'vitest';

import { createNotices } from '../../../electron/console/notices.ts';

it('tells a listener what came before it, and what comes', () => {
  const notices = createNotices();
  notices.add({ code: 'settings-reset', path: '/data/settings.json' });
  const heard: unknown[] = [];
  notices.listen(({ code }) => heard.push(code));
  notices.add({ code: 'journal-not-saved' });
  expect(heard).toEqual(['settings-reset', 'journal-not-saved']);
});
