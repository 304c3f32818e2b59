import { EventEmitter } from 'node:events';

import type { WASocket } from '@whiskeysockets/baileys';
import { describe, expect, it } from 'vitest';

import { createOwnTurns, hearInOwnTurn } from '../../../electron/whatsapp/own-turns.ts';
import { refuseStanzas } from '../../../electron/whatsapp/stanza-filter.ts';

const stanza = (tag: string, id: string) => ({ tag, attrs: { id } });
const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

/** Emits a stanza as the library does: under several names, in one go. */
function hear(ws: EventEmitter, tag: string, id: string): void {
  const heard = stanza(tag, id);
  for (const name of ['frame', `TAG:${id}`, `CB:${tag}`]) ws.emit(name, heard);
}

function createSocket(heard: string[], ownTurn = createOwnTurns()) {
  const ws = new EventEmitter();
  for (const name of ['frame', 'CB:heavy', 'CB:light', 'TAG:1', 'close'])
    ws.on(name, (about?: { attrs: { id: string } }) => heard.push(`${name} ${about?.attrs.id ?? ''}`.trim()));
  const socket = { ws } as unknown as Pick<WASocket, 'ws'>;
  hearInOwnTurn(socket, ownTurn, ({ tag }) => tag === 'heavy');
  return ws;
}

describe('a heavy stanza', () => {
  it('is heard under all its names in its own turn', async () => {
    const turns: (() => void)[] = [];
    const ownTurn = () => new Promise<void>((begin) => turns.push(begin));
    const heard: string[] = [];
    for (const ws of [createSocket(heard, ownTurn), createSocket(heard, ownTurn)]) hear(ws, 'heavy', '1');
    expect(heard).toEqual([]);
    turns[0]?.();
    await nextTurn();
    expect(heard).toEqual(['frame 1', 'TAG:1 1', 'CB:heavy 1']);
    turns[1]?.();
    await nextTurn();
    expect(heard).toHaveLength(6);
  });

  it('is heard before whatever its socket hears next', () => {
    const heard: string[] = [];
    const ws = createSocket(heard);
    hear(ws, 'heavy', '1');
    hear(ws, 'light', '2');
    hear(ws, 'heavy', '3');
    ws.emit('close');
    expect(heard).toEqual([
      ...['frame 1', 'TAG:1 1', 'CB:heavy 1', 'frame 2', 'CB:light 2', 'frame 3', 'CB:heavy 3', 'close'],
    ]);
  });

  it('is heard once', async () => {
    const heard: string[] = [];
    const ws = createSocket(heard);
    hear(ws, 'heavy', '1');
    ws.emit('close');
    await nextTurn();
    await nextTurn();
    expect(heard).toEqual(['frame 1', 'TAG:1 1', 'CB:heavy 1', 'close']);
  });

  it('is heard at once where something cannot wait for its turn', async () => {
    const heard: string[] = [];
    const ws = new EventEmitter();
    ws.on('CB:heavy', () => heard.push('heard'));
    const hearNow = hearInOwnTurn({ ws } as unknown as Pick<WASocket, 'ws'>, createOwnTurns(), () => true);
    expect(hearNow()).toBe(false);
    hear(ws, 'heavy', '1');
    expect(hearNow()).toBe(true);
    expect(heard).toEqual(['heard']);
    await nextTurn();
    await nextTurn();
    expect(heard).toEqual(['heard']);
  });

  it('is kept away by who has been asked before', async () => {
    const heard: string[] = [];
    const ws = new EventEmitter();
    ws.on('CB:heavy', () => heard.push('heard'));
    const socket = { ws } as unknown as Pick<WASocket, 'ws'>;
    refuseStanzas(socket, () => true);
    hearInOwnTurn(socket, createOwnTurns(), () => true);
    hear(ws, 'heavy', '1');
    await nextTurn();
    await nextTurn();
    expect(heard).toEqual([]);
  });
});

it('a turn that somebody asked for is one that no other caller gets', async () => {
  const ownTurn = createOwnTurns();
  let [turn, counting] = [0, true];
  const count = () => {
    turn += 1;
    if (counting) setImmediate(count);
  };
  count();
  const turns = await Promise.all(Array.from({ length: 5 }, () => ownTurn().then(() => turn)));
  counting = false;
  expect(new Set(turns).size).toBe(5);
});

it('other stanzas are heard at once', () => {
  const heard: string[] = [];
  hear(createSocket(heard), 'light', '1');
  expect(heard).toEqual(['frame 1', 'TAG:1 1', 'CB:light 1']);
});
