/** What went wrong in one sentence for a person: what, where, and how to mend it. Its message is shown as it is, without a stack trace. */
export class UserError extends Error {
  override readonly name = 'UserError';

  /** @param reason `usage` for unusable arguments (the command line exits 2), `failure` for everything else (it exits 1). */
  constructor(
    message: string,
    readonly reason: 'usage' | 'failure' = 'failure',
  ) {
    super(message);
  }
}
