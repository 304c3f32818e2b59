import { StorageRefusal } from '../files/storage-error.ts';

/** Another program holds the link, or this one cannot prove that it does. Nothing was written. */
export class LeaseLost extends StorageRefusal {
  constructor() {
    super('lease-lost', 'Another program holds this link');
    this.name = 'LeaseLost';
  }
}
