import { startLayoutWorker } from './architecture/layoutWorker';
import { createPanel } from './architecture/panel';
import { connectToHost } from './hostConnection';
import { registerToolkit } from './toolkit';

const app = document.getElementById('app');
if (app !== null) {
  const worker = startLayoutWorker();
  registerToolkit();
  createPanel(app, connectToHost(), worker.place);
}
