/**
 * A failure to start or run a command that its operator can mend: a wrong setting, a taken port, an
 * unreachable database. It is shown without a stack trace and ends the process with `exitCode`.
 */
export class StartFault extends Error {
  override readonly name = 'StartFault'
  readonly exitCode: number

  constructor(message: string, exitCode: number, options?: ErrorOptions) {
    super(message, options)
    this.exitCode = exitCode
  }
}

/**
 * Exit codes, from BSD's `sysexits.h` where it has one: 64 wrong usage of a command, 69 something
 * outside is unavailable (a port, the database), 70 a fault in the program, 78 a wrong configuration.
 */
export const EXIT = { usage: 64, unavailable: 69, fault: 70, config: 78 } as const
