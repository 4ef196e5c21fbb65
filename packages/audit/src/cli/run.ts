import { checks } from '../checks/index.ts'
import { auditCommand } from './audit-command.ts'
import { EXIT, Fault } from './fault.ts'
import { help } from './help.ts'
import { parseCommandLine } from './options.ts'
import { version } from './version.ts'

/** Runs the command that the arguments ask for, and gives its exit code. */
export async function runCli(argv: readonly string[]): Promise<number> {
  try {
    return await run(argv)
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    process.stderr.write(`principia-audit: ${error.message}\n`)
    if (error.exitCode === EXIT.usage) process.stderr.write('See: principia-audit --help\n')
    return error.exitCode
  }
}

async function run(argv: readonly string[]): Promise<number> {
  const line = parseCommandLine(argv)
  if (line.flag('help')) return say(help())
  if (line.flag('version')) return say(`${version()}\n`)
  const [url, ...more] = line.args
  if (url === undefined) throw new Fault('Which target? Give its address, such as http://localhost:3000.')
  if (more.length > 0) throw new Fault(`There is one target at a time; "${more.join(' ')}" is too much.`)
  return auditCommand(url, checks, line)
}

function say(text: string): number {
  process.stdout.write(text)
  return EXIT.sound
}
