import { EventEmitter } from 'node:events';

import type { Session } from 'electron';
import { expect, test } from 'vitest';

import { tellOfSavedFiles } from '../../../electron/window/saved-files.ts';

test('a file counts as saved when it is whole, not when the page begins or a person cancels', () => {
  const session = new EventEmitter();
  let saved = 0;
  tellOfSavedFiles(session as unknown as Session, { maySave: () => true, onSaved: () => (saved += 1) });
  const items = ['completed', 'cancelled', 'interrupted'].map((state) => ({ state, item: new EventEmitter() }));
  for (const { item } of items) session.emit('will-download', {}, item);
  expect(saved).toBe(0);
  for (const { item, state } of items) item.emit('done', {}, state);
  expect(saved).toBe(1);
});

test('nothing is saved by somebody who may not', () => {
  const session = new EventEmitter();
  let saved = 0;
  let prevented = 0;
  tellOfSavedFiles(session as unknown as Session, { maySave: () => false, onSaved: () => (saved += 1) });
  const item = new EventEmitter();
  session.emit('will-download', { preventDefault: () => (prevented += 1) }, item);
  item.emit('done', {}, 'completed');
  expect([saved, prevented]).toEqual([0, 1]);
});
