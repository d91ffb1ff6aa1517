import workerSource from 'elkjs/lib/elk-worker.min.js';

window.elkWorkerSource = workerSource;
