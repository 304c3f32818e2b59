import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';

import { beforeEach, expect, test } from 'vitest';

import { type Connections, createConnections } from '../../../electron/bridge/connections.ts';

let connections: Connections;
beforeEach(() => {
  connections = createConnections(4);
});

function arrive(address: string) {
  const socket = Object.assign(new EventEmitter(), {
    remoteAddress: address,
    destroyed: false,
    destroy() {
      socket.destroyed = true;
      socket.emit('close');
    },
  });
  connections.admit(socket as unknown as Socket);
  return { socket: socket as unknown as Socket, isOpen: () => !socket.destroyed };
}

test('a new connection takes the place of the oldest that has not shown the secret', () => {
  const silent = arrive('10.0.0.1');
  const backend = arrive('10.0.0.2');
  connections.trust(backend.socket);
  const others = [arrive('10.0.0.3'), arrive('10.0.0.4')];
  expect(connections.open()).toBe(4);
  const newest = arrive('10.0.0.5');
  expect(silent.isOpen()).toBe(false);
  expect([backend, ...others, newest].every(({ isOpen }) => isOpen())).toBe(true);
  expect(connections.open()).toBe(4);
  expect(connections.evicted()).toBe(1);
});

test('one address holds half of them at most, and its own oldest makes room', () => {
  const other = arrive('10.0.0.1');
  const flood = Array.from({ length: 10 }, () => arrive('10.0.0.2'));
  expect(flood.filter(({ isOpen }) => isOpen())).toEqual(flood.slice(-2));
  expect(other.isOpen()).toBe(true);
  expect(connections.open()).toBe(3);
});

test('where every other connection has shown the secret, the new one is closed', () => {
  const trusted = ['10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.4'].map(arrive);
  for (const { socket } of trusted) connections.trust(socket);
  const late = arrive('10.0.0.5');
  expect(late.isOpen()).toBe(false);
  expect(trusted.every(({ isOpen }) => isOpen())).toBe(true);
});

test('a connection that has closed leaves its place', () => {
  for (let n = 0; n < 20; n += 1) arrive('10.0.0.1').socket.destroy();
  expect(connections.open()).toBe(0);
  expect(connections.evicted()).toBe(0);
});

test('the limit of this process decides where none is given, within bounds', () => {
  const open = createConnections();
  expect(open.open()).toBe(0);
});
