import { EXIT, nearest, StartFault } from '../errors/index.ts'
import { commands } from './commands.ts'
import { helpOf, overview } from './help.ts'
import { parseInvocation } from './parse.ts'
import { version } from './version.ts'

/**
 * Runs the command that the arguments ask for.
 *
 * @returns the exit code; `undefined` when the command goes on by itself.
 * @throws StartFault when the arguments make no sense, and whatever the command throws.
 */
export async function runCli(argv: readonly string[]): Promise<number | undefined> {
  const [first, ...rest] = argv
  if (first === undefined) {
    process.stderr.write(overview(commands, version()))
    return EXIT.usage
  }
  if (first === '--version' || first === '-v') return print(`${version()}\n`)
  if (first === '--help' || first === '-h') return print(overview(commands, version()))
  if (first === 'help') return runCli(rest[0] === undefined ? ['--help'] : [rest[0], '--help'])
  const command = commands.find(({ name }) => name === first)
  if (command === undefined) throw unknown(first)
  const invocation = parseInvocation(command, rest)
  if (invocation.flag('help')) return print(await helpOf(command))
  return command.run(invocation)
}

function print(text: string): number {
  process.stdout.write(text)
  return 0
}

function unknown(text: string): StartFault {
  const names = [...commands.map(({ name }) => name), '--help', '--version']
  const meant = nearest(text, names)
  const what = text.startsWith('-') ? 'option' : 'command'
  return new StartFault(
    `principia: there is no ${what} "${text}".${meant === undefined ? '' : ` Did you mean "${meant}"?`}\n` +
      `Commands: ${commands.map(({ name }) => name).join(', ')}\nSee: principia --help`,
    EXIT.usage,
  )
}
