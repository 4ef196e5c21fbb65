import { parseArgs } from 'node:util'
import { EXIT, nearest, StartFault } from '../errors/index.ts'
import type { Command, Invocation, Option } from './command.ts'

const HELP: Option = { type: 'boolean', description: 'Show this help.' }

/** Every command's options, with the one that all of them have. */
export function optionsOf(command: Command): Readonly<Record<string, Option>> {
  return { ...command.options, help: HELP }
}

/**
 * Reads what stands behind a command's name.
 *
 * @throws StartFault with exit code 64 that names what was not understood, and what was probably meant.
 */
export function parseInvocation(command: Command, argv: readonly string[]): Invocation {
  const options = optionsOf(command)
  const { values, positionals, tokens } = parseArgs({
    args: [...argv],
    options: {
      ...Object.fromEntries(
        Object.entries(options).map(([name, { type }]) => [name, { type, multiple: true }]),
      ),
      help: { type: 'boolean', short: 'h', multiple: true },
    },
    allowPositionals: true,
    strict: false,
    tokens: true,
  })
  for (const token of tokens) {
    if (token.kind === 'option') checkOption(command, options, token)
  }
  const given = (name: string) => values[name] as (string | boolean)[] | undefined
  const texts = (name: string) => (given(name) ?? []).filter((value) => typeof value === 'string')
  const asksForHelp = given('help') !== undefined
  if (!asksForHelp) checkArguments(command, positionals)
  return {
    args: positionals,
    flag: (name) => given(name) !== undefined,
    value: (name) => texts(name).at(-1),
    values: texts,
  }
}

interface OptionToken {
  readonly name: string
  readonly rawName: string
  readonly value: string | undefined
}

function checkOption(command: Command, options: Readonly<Record<string, Option>>, token: OptionToken): void {
  const option = Object.hasOwn(options, token.name) ? options[token.name] : undefined
  if (option === undefined) {
    const meant = nearest(token.name, Object.keys(options))
    throw misuse(
      command,
      `has no option ${token.rawName}.${meant === undefined ? '' : ` Did you mean --${meant}?`}`,
    )
  }
  if (option.type === 'boolean' && token.value !== undefined) {
    throw misuse(command, `takes no value for ${token.rawName}, but was given "${token.value}".`)
  }
  if (option.type === 'string' && (token.value === undefined || token.value === '')) {
    throw misuse(
      command,
      `needs a value for ${token.rawName}, such as ${token.rawName} ${option.value ?? '<value>'}.`,
    )
  }
}

function checkArguments({ takes, ...command }: Command, args: readonly string[]): void {
  if (args.length < takes.atLeast) throw misuse(command, 'needs another argument.')
  if (args.length <= takes.atMost) return
  throw misuse(command, `has no use for the argument "${args[takes.atMost]}".`)
}

/** The refusal of a command that was called wrongly; `why` goes on from the command's name. */
export function misuse({ name, usage }: Pick<Command, 'name' | 'usage'>, why: string): StartFault {
  return new StartFault(
    `principia ${name} ${why}\nUsage: principia ${name} ${usage}\nSee: principia ${name} --help`,
    EXIT.usage,
  )
}
