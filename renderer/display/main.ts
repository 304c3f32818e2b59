import type { Client } from '../../shared/ipc/define.ts';
import type { DisplayContract } from '../../shared/ipc/display-contract.ts';
import { loadTexts } from './load-texts.ts';
import { createDisplay } from './show-display.ts';
import './display.css';

declare global {
  interface Window {
    readonly customerDisplay: Client<DisplayContract>['display'];
  }
}

const main = document.getElementById('display');
if (main === null) throw new Error('display.html has no #display');

const channel = window.customerDisplay;
const display = createDisplay(main, loadTexts);
channel.changed((state) => void display.show(state));
const first = await channel.state();
if (first.ok) await display.show(first.value);
