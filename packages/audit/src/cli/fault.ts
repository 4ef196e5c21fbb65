/** What the auditor's exit codes mean. */
export const EXIT = {
  /** Nothing was found that counts. */
  sound: 0,
  findings: 1,
  usage: 2,
  unreachable: 3,
  /** Ended by a signal. */
  brokenOff: 4,
  /** A mistake of the auditor's own. */
  fault: 70,
} as const

/** Ends the command with a message for whoever called it. */
export class Fault extends Error {
  override readonly name = 'Fault'
  readonly exitCode: number

  constructor(message: string, exitCode: number = EXIT.usage) {
    super(message)
    this.exitCode = exitCode
  }
}
