/** A backup cannot be made, or not be restored. For whoever typed the command: Chinese, then English. */
export class BackupProblem extends Error {
  constructor(zh: string, en: string, options?: ErrorOptions) {
    super(`${zh} / ${en}`, options);
    this.name = 'BackupProblem';
  }
}
