import type { FlightFrame } from '../../shared/flight.ts';

/** How many frames are kept: a whole link takes about sixty, a QR that is left to expire about twenty. */
const capacity = 200;

/** The last frames of one session, over all of its connections. */
export interface FlightRecorder {
  note(frame: FlightFrame): void;
  /** What there is, oldest first. */
  frames(): FlightFrame[];
  /** The same; what comes later begins anew. */
  take(): FlightFrame[];
}

export function createFlightRecorder(): FlightRecorder {
  let frames: FlightFrame[] = [];
  return {
    note(frame) {
      frames.push(frame);
      // Room above the bound, so that not every frame of a long session moves all of them.
      if (frames.length > 2 * capacity) frames = frames.slice(-capacity);
    },
    frames: () => frames.slice(-capacity),
    take() {
      const taken = frames.slice(-capacity);
      frames = [];
      return taken;
    },
  };
}
