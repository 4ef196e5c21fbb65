export interface Settings {
  readonly port: number
  /** Where the store keeps its file. */
  readonly folder: string
  /** What tokens are signed with. */
  readonly secret: string
  /** `host:port`; it does without where there is none. */
  readonly database: string | undefined
  /** Milliseconds from the signal to the closing of the port, and from there to the end of all patience. */
  readonly delay: number
  readonly deadline: number
}

/** Everything that is wrong with the settings. */
export function mistakesIn({ PORT = '', SECRET = '', DATA = '', DATABASE }: NodeJS.ProcessEnv): string[] {
  const mistakes = []
  if (!/^\d{1,5}$/.test(PORT) || Number(PORT) > 65535)
    mistakes.push(`PORT is "${PORT}"; a number up to 65535 was expected.`)
  if (SECRET.length < 8) mistakes.push('SECRET has less than 8 characters.')
  if (DATA === '') mistakes.push('DATA is missing: a folder.')
  if (DATABASE !== undefined && !/:\d+$/.test(DATABASE))
    mistakes.push(`DATABASE is "${DATABASE}"; host:port was expected.`)
  return mistakes
}

/** Exits with what sysexits.h calls a mistake in the configuration. */
export function refuse(mistakes: readonly string[]): void {
  for (const mistake of mistakes) console.error(mistake)
  process.exit(78)
}

export function readSettings(env: NodeJS.ProcessEnv): Settings {
  return {
    port: Number(env['PORT']),
    folder: env['DATA'] ?? '',
    secret: env['SECRET'] ?? '',
    database: env['DATABASE'],
    delay: Number(env['DELAY'] ?? 150),
    deadline: Number(env['DEADLINE'] ?? 5000),
  }
}
