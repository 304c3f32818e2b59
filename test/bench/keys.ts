/**
 * What keys cost, the client library's own way beside ours, in one run: `node --expose-gc --import tsx test/bench/keys.ts`.
 * CPU of a first login's 812 key pairs, of as many agreements, and of handing them to the store and asking for them again;
 * the memory that they take there.
 */
import { Curve as librarys } from '@whiskeysockets/baileys';

import { decodeJson, encodeJson } from '../../electron/auth/json-bytes.ts';
import { createKeyValues, pairBytesOf, pairOf } from '../../electron/auth/key-values.ts';
import { makeKeysQuickly } from '../../electron/whatsapp/repairs/slow-keys.ts';
import { percentile } from './table.ts';

const count = 812;
const rounds = 7;
const tenants = 50;
const ours = { ...librarys };
makeKeysQuickly(ours);
const ids = Array.from({ length: count }, (_, index) => `pre-key/${index + 1}`);
const pairs = ids.map(() => ours.generateKeyPair());
const [peer = ours.generateKeyPair()] = pairs;

/** User and system time, in ms. */
function cpuOf(task: () => void): number {
  const begin = process.cpuUsage();
  task();
  const { user, system } = process.cpuUsage(begin);
  return (user + system) / 1000;
}

function compare(what: string, stock: () => void, own: () => void): void {
  const figures: { readonly stock: number[]; readonly own: number[] } = { stock: [], own: [] };
  for (let round = 0; round <= rounds; round += 1) {
    const pair = { stock: cpuOf(stock), own: cpuOf(own) };
    // The first compiles the code.
    if (round === 0) continue;
    figures.stock.push(pair.stock);
    figures.own.push(pair.own);
  }
  const [before, after] = [percentile(figures.stock, 50), percentile(figures.own, 50)];
  console.log(`${what}: ${before.toFixed(1)} ms / ${after.toFixed(1)} ms, ratio ${(before / after).toFixed(1)}`);
}

function heapAfter(fill: () => unknown): number {
  const settle = () => {
    globalThis.gc?.();
    globalThis.gc?.();
    const { heapUsed, external, arrayBuffers } = process.memoryUsage();
    return heapUsed + Math.max(external, arrayBuffers);
  };
  const before = settle();
  const kept = Array.from({ length: tenants }, fill);
  const after = settle();
  return kept.length === 0 ? 0 : (after - before) / tenants / 1024;
}

function asTexts(): Map<string, string> {
  return new Map(pairs.map((pair, index) => [`pre-key/${index + 1}`, encodeJson(pair)]));
}

function asBytes() {
  const values = createKeyValues();
  for (const [index, pair] of pairs.entries()) values.set(`pre-key/${index + 1}`, pairBytesOf(pair) ?? '');
  return values;
}

console.log(`CPU for ${count}, the library's way / ours, medians of ${rounds}`);
compare(
  'key pairs',
  () => pairs.forEach(() => librarys.generateKeyPair()),
  () => pairs.forEach(() => ours.generateKeyPair()),
);
compare(
  'agreements',
  () => pairs.forEach((pair) => librarys.sharedKey(pair.private, peer.public)),
  () => pairs.forEach((pair) => ours.sharedKey(pair.private, peer.public)),
);
const [texts, bytes] = [asTexts(), asBytes()];
compare('kept in memory', asTexts, asBytes);
compare(
  'asked for',
  () => ids.map((id) => decodeJson(texts.get(id) ?? '')),
  () => ids.map((id) => pairOf(Buffer.from(bytes.get(id) ?? ''))),
);
console.log(`memory a tenant, KiB: ${heapAfter(asTexts).toFixed(0)} / ${heapAfter(asBytes).toFixed(0)}`);
