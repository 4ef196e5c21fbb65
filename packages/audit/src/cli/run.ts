import { inspect } from 'node:util'
import { checks } from '../checks/index.ts'
import { auditCommand } from './audit-command.ts'
import { chooseChecks, findCheck } from './choose-checks.ts'
import { EXIT, Fault } from './fault.ts'
import { help } from './help.ts'
import { explain, list } from './list.ts'
import { newCheck } from './new-check.ts'
import { parseCommandLine } from './options.ts'
import { loadChecks } from './own-checks.ts'
import { CannotTell } from '../verdict.ts'
import { Unreachable } from '../wire/connection.ts'
import { version } from './version.ts'

/** Runs the command that the arguments ask for, and gives its exit code. */
export async function runCli(argv: readonly string[]): Promise<number> {
  try {
    return await execute(argv)
  } catch (error) {
    if (error instanceof Fault) {
      process.stderr.write(`principia-audit: ${error.message}\n`)
      if (error.exitCode === EXIT.usage) process.stderr.write('See: principia-audit --help\n')
      return error.exitCode
    }
    process.stderr.write(
      `principia-audit: a mistake of its own. ${(error as Error).stack ?? String(error)}\n`,
    )
    return EXIT.fault
  }
}

/** Takes what fails where nobody waits for it: a check that has its verdict may leave requests behind. */
export function takeLeftOver(error: unknown): void {
  if (error instanceof CannotTell || error instanceof Unreachable) return
  if (error instanceof DOMException && /^(?:Abort|Timeout)Error$/.test(error.name)) return
  process.stderr.write(`principia-audit: a mistake of its own. ${inspect(error)}\n`)
  process.exit(EXIT.fault)
}

/** The same. @throws Fault for what its caller can mend */
export async function execute(argv: readonly string[]): Promise<number> {
  if (argv.length === 0) {
    process.stderr.write(help())
    return EXIT.usage
  }
  const line = parseCommandLine(argv)
  if (line.flag('help')) return say(help())
  if (line.flag('version')) return say(`${version()}\n`)
  const [first, ...more] = line.args
  if (first === 'new-check')
    return say(
      newCheck(
        more[0],
        line.value('dir') ?? 'checks',
        checks.map(({ id }) => id),
      ),
    )
  if (line.flag('dir')) throw new Fault('--dir says where new-check writes.')

  const all = [...checks, ...(await loadChecks(line.values('checks'), checks))]
  const explained = line.value('explain')
  if (explained !== undefined) return say(explain(findCheck(all, explained)))
  if (line.flag('list')) return say(list(chooseChecks(all, line)))
  if (first === undefined) throw new Fault('Which target? Give its address, such as http://localhost:3000.')
  if (more.length > 0) throw new Fault(`There is one target at a time; "${more.join(' ')}" is too much.`)
  return auditCommand(first, all, line)
}

function say(text: string): number {
  process.stdout.write(text)
  return EXIT.sound
}
