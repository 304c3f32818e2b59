import { buildIfStale } from '../../scripts/build.js';
import { say } from '../../scripts/launch.ts';

/** Before the first test that runs a built program. */
export default function setup(): Promise<void> {
  return buildIfStale(say);
}
