/** A set-up step that can't be done; its message is one sentence for the person at the terminal, `detail` the tool's own last lines. */
export class SetupError extends Error {
  /** @param {string} message @param {string} [detail] */
  constructor(message, detail = '') {
    super(message);
    this.detail = detail;
  }
}

/** Prints what went wrong without a stack trace (unless it is a fault of these scripts) and makes the process exit with 1. */
export function reportFailure(error) {
  if (!(error instanceof SetupError)) console.error(error);
  else console.error([error.detail, error.message].filter(Boolean).join('\n'));
  process.exitCode = 1;
}
