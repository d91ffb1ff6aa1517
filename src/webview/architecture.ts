import { startLayoutWorker } from './architecture/layoutWorker';
import { Panel } from './architecture/panel';
import { connectToHost } from './hostConnection';
import { registerToolkit } from './toolkit';

const app = document.getElementById('app');
if (app !== null) {
  const place = startLayoutWorker();
  registerToolkit();
  new Panel(app, connectToHost(), place);
}
