import { styleText } from 'node:util'
import type { Command, Option } from './command.ts'
import { optionsOf } from './parse.ts'

/** The exit codes of every command. */
const EXITS: readonly (readonly [code: number, meaning: string])[] = [
  [0, 'Done.'],
  [64, 'The command was called wrongly, or there is no app.'],
  [70, 'A fault in the program; its stack was printed.'],
]

/** What `principia --help` prints. */
export function overview(commands: readonly Command[], version: string): string {
  return paragraphs([
    `principia ${version}, a backend you can see through`,
    `${title('Usage')} principia <command> [options]`,
    section(
      'Commands',
      commands.map(({ name, usage, summary }) => [`${name} ${usage}`, summary]),
    ),
    section('Options', [
      ['-h, --help', 'Show this help; after a command, the help of that command.'],
      ['-v, --version', 'Show the version.'],
    ]),
  ])
}

/** What `principia <command> --help` prints. */
export async function helpOf(command: Command): Promise<string> {
  const { name, summary, usage, details, settings, examples, exits = [] } = command
  const common = EXITS.filter(([code]) => !exits.some(([own]) => own === code))
  return paragraphs([
    `principia ${name}: ${summary}`,
    `${title('Usage')} ${`principia ${name} ${usage}`.trim()}`,
    details,
    section(
      'Options',
      Object.entries(optionsOf(command)).map(([key, option]) => [spell(key, option), option.description]),
    ),
    settings === undefined ? undefined : section('Settings', await settings()),
    section('Examples', examples),
    section(
      'Exit codes',
      [...common, ...exits]
        .toSorted(([one], [other]) => one - other)
        .map(([code, meaning]) => [String(code), meaning]),
    ),
  ])
}

function paragraphs(parts: readonly (string | undefined)[]): string {
  return `${parts.filter((part) => part !== undefined).join('\n\n')}\n`
}

function section(name: string, rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length))
  return [title(name), ...rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`)].join('\n')
}

function title(text: string): string {
  return styleText('bold', `${text}:`)
}

function spell(name: string, { value }: Option): string {
  return `${name === 'help' ? '-h, ' : ''}--${name}${value === undefined ? '' : ` ${value}`}`
}
