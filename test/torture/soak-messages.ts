import { z } from 'zod';

/** What a run of the soaked process is about, as its only argument, in JSON. */
export const taskSchema = z.object({ url: z.string(), folder: z.string(), tenants: z.array(z.string()) });

/** What `soak.ts` asks of the process; it answers each with `done` or a sample. */
export const orderSchema = z.discriminatedUnion('order', [
  /** Add and start every tenant; answered once all are connected. */
  z.object({ order: z.literal('link') }),
  /** Every tenant sends one text to this number; answered with how many were acknowledged. */
  z.object({ order: z.literal('send'), to: z.string() }),
  /** Close the console as a quit does and open it again, in the same process. */
  z.object({ order: z.literal('restart') }),
  /** Answered once every tenant is connected, and stays so for a moment. */
  z.object({ order: z.literal('settle') }),
  z.object({ order: z.literal('sample') }),
  z.object({ order: z.literal('end') }),
]);
export type Order = z.infer<typeof orderSchema>;

export const sampleSchema = z.object({
  /** Since the process began, in ms. */
  at: z.number(),
  /** After two collections, in bytes. */
  heap: z.number(),
  rss: z.number(),
  /** Open file descriptors. */
  descriptors: z.number(),
  /** What an awaited promise costs, in ns: the least of several runs of two thousand. */
  promise: z.number(),
  /** Bytes in the folder of logs. */
  logs: z.number(),
  /** Bytes in the tenants' logs of keys and of sends, which are written anew when they have reached their bounds. */
  bounded: z.number(),
  /** Bytes in everything else that the console keeps. */
  data: z.number(),
});
export type Sample = z.infer<typeof sampleSchema>;

export const fromSoakedSchema = z.discriminatedUnion('type', [
  /** A phone is to scan this code. */
  z.object({ type: z.literal('scan'), tenant: z.string(), qr: z.string() }),
  z.object({ type: z.literal('done'), count: z.number() }),
  z.object({ type: z.literal('sample'), sample: sampleSchema, received: z.number() }),
]);
export type FromSoaked = z.infer<typeof fromSoakedSchema>;
