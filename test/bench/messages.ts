import { z } from 'zod';

/** What one measured process is to do, as its only argument, in JSON. */
export const taskSchema = z.object({
  design: z.enum(['console', 'beside']),
  /** The file of the design that stands beside the console; by default the naive one. */
  peer: z.string().optional(),
  url: z.string(),
  folder: z.string(),
  /** Each round links these tenants at once; the next begins when all of them are connected. */
  rounds: z.array(z.array(z.string())),
  /** How long people take from seeing the last code to scanning all of them at once, in ms. */
  scanAfterMs: z.number().default(0),
  /** End at the first code; nothing else is measured. */
  firstCodeOnly: z.boolean().default(false),
});
export type Task = z.input<typeof taskSchema>;

export const roundSchema = z.object({
  /** From the start until the last of the round's tenants has a code, in ms. */
  codesMs: z.number(),
  /** From the moment the phones are told to scan until the last link is connected, in ms. */
  connectedMs: z.number(),
  /** How many links were not connected when patience was over; then `connectedMs` is a lower bound. */
  unconnected: z.number(),
  /** Longest delay of the event loop from the start until the scan, and from the scan until the end, in ms. */
  startDelayMs: z.number(),
  loginDelayMs: z.number(),
  /** User and system time of this process until the last code, until the scan (pre-keys are made meanwhile), and until the end, in ms. */
  codesCpuMs: z.number(),
  scanCpuMs: z.number(),
  connectedCpuMs: z.number(),
  /** Resident memory that the round's tenants have added, in bytes: before the scan, and once connected. */
  unlinkedBytes: z.number(),
  linkedBytes: z.number(),
});
export type Round = z.infer<typeof roundSchema>;

/** From the measured process. */
export const fromChildSchema = z.discriminatedUnion('type', [
  /** A phone is to scan this code. */
  z.object({ type: z.literal('scan'), tenant: z.string(), qr: z.string() }),
  /** Epoch ms of the first code. */
  z.object({ type: z.literal('first-code'), at: z.number() }),
  z.object({ type: z.literal('rounds'), rounds: z.array(roundSchema), rejections: z.array(z.string()) }),
]);
export type FromChild = z.infer<typeof fromChildSchema>;
