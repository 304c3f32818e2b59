import type { Client } from '../../shared/ipc/define.ts';
import type { StartContract } from '../../shared/ipc/start-contract.ts';
import { loadTexts } from './load-texts.ts';
import { createStart } from './show-start.ts';
import './start.css';

declare global {
  interface Window {
    readonly consoleStart: Client<StartContract>['start'];
  }
}

const main = document.getElementById('start');
if (main === null) throw new Error('start.html has no #start');

const channel = window.consoleStart;
const start = createStart(main, loadTexts, (answer) => void channel.answer(answer));
channel.changed((state) => void start.show(state));
const first = await channel.state();
if (first.ok) await start.show(first.value);
