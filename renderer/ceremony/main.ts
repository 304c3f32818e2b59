import type { CeremonyContract } from '../../shared/ipc/ceremony-contract.ts';
import type { Client } from '../../shared/ipc/define.ts';
import { askPasskey } from './ask-passkey.ts';
import { loadTexts } from './load-texts.ts';
import { showCeremony } from './show-ceremony.ts';
import './ceremony.css';

declare global {
  interface Window {
    readonly passkeyCeremony: Client<CeremonyContract>['ceremony'];
  }
}

const main = document.getElementById('ceremony');
if (main === null) throw new Error('ceremony.html has no #ceremony');

const channel = window.passkeyCeremony;
const task = await channel.task();
if (task.ok) {
  showCeremony(main, {
    task: task.value,
    texts: await loadTexts(task.value.language),
    ask: askPasskey,
    finish: (outcome) => void channel.finish(outcome),
  });
} else await channel.finish({ kind: 'failed', reason: 'unsupported' });
