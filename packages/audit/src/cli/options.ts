import { parseArgs } from 'node:util'
import { Fault } from './fault.ts'
import { didYouMean } from '../nearest.ts'

interface Option {
  /** What stands in the help for its value; an option without one is a switch. */
  readonly value?: string
  readonly help: string
}

/** All options, by the heading that the help puts them under. */
export const OPTIONS = {
  'What is known of the target': {
    openapi: { value: '<file|url>', help: 'Its OpenAPI document, where it is not found by itself.' },
    har: { value: '<file>', help: 'A recording of a browser, whose pages and bodies are used.' },
    config: {
      value: '<file>',
      help: 'JSON, YAML or a module: users, resources, health and what else cannot be found out.',
    },
    start: {
      value: '<command>',
      help: 'Starts the target, to test signals, crashes, logs and settings too.',
    },
    ready: { value: '<path|url>', help: 'Where it answers with success once it has started.' },
  },
  'What may be done to it': {
    own: { help: 'It is yours: data may be made and changed. Loopback addresses are, unless --read-only.' },
    'read-only': { help: 'Nothing may be made or changed, not even on this machine.' },
    remote: { help: 'Allows a target that is not this machine. Ask whoever runs it first.' },
    rate: { value: '<n>', help: 'Requests per second: 1000 on this machine, 20 elsewhere, unless said.' },
    budget: { value: '<n>', help: 'Requests in all: 50000 on this machine, 5000 elsewhere, unless said.' },
    'at-once': { value: '<n>', help: 'Checks that run at the same time: 6 unless said.' },
  },
  'What is checked': {
    only: { value: '<names>', help: 'These concepts or checks alone: routing,caching/etag-changes' },
    skip: { value: '<names>', help: 'All but these.' },
    severity: { value: '<must|should|may>', help: 'Checks that matter at least so much.' },
    checks: { value: '<path>', help: 'Your own checks as well: a file, or all of a folder. Repeatable.' },
  },
  'What comes of it': {
    report: {
      value: '<kind[=file]>',
      help: 'html, json, sarif, junit or markdown; to standard output without a file. Repeatable.',
    },
    baseline: {
      value: '<file>',
      help: 'Findings that are accepted, with the reason of each; only others count.',
    },
    'update-baseline': { help: 'Writes what is found now into the baseline.' },
    'fail-on': { value: '<must|should|may>', help: 'Findings that make the exit code 1: must, unless said.' },
    'show-secrets': { help: 'Shows credentials in the evidence, which are hidden otherwise.' },
    chapters: { value: '<url>', help: 'Where the book is read, for links to its chapters.' },
  },
  'How it runs': {
    seed: { value: '<text>', help: 'The same examples as a run that printed this seed.' },
    resume: { value: '<file>', help: 'Keeps a journal there; where there is one, goes on from it.' },
  },
  'Without a target': {
    dir: { value: '<folder>', help: 'Where new-check writes: checks, unless said.' },
    list: { help: 'Lists the checks.' },
    explain: { value: '<check>', help: 'Says what a check claims, why, and how to mend what it finds.' },
    version: { help: 'Shows the version.' },
    help: { help: 'Shows this.' },
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, Option>>>>

type Groups = (typeof OPTIONS)[keyof typeof OPTIONS]
type Named<Group> = Group extends unknown ? keyof Group : never
export type OptionName = Named<Groups>

/** What a command line says. */
export interface CommandLine {
  readonly args: readonly string[]
  readonly flag: (name: OptionName) => boolean
  /** The last one, where it is given several times. */
  readonly value: (name: OptionName) => string | undefined
  readonly values: (name: OptionName) => readonly string[]
}

/**
 * Reads options and arguments in any order.
 *
 * @throws Fault that names what was not understood, and what was probably meant
 */
export function parseCommandLine(argv: readonly string[]): CommandLine {
  const known: Readonly<Record<string, Option>> = Object.assign({}, ...Object.values(OPTIONS))
  const { values, positionals, tokens } = parseArgs({
    args: [...argv],
    options: {
      ...Object.fromEntries(
        Object.entries(known).map(([name, { value }]) => [
          name,
          { type: value === undefined ? ('boolean' as const) : ('string' as const), multiple: true },
        ]),
      ),
      help: { type: 'boolean', short: 'h', multiple: true },
    },
    allowPositionals: true,
    strict: false,
    tokens: true,
  })
  for (const token of tokens) if (token.kind === 'option') check(known, token)
  const given = (name: OptionName) => [values[name] ?? []].flat()
  return {
    args: positionals,
    flag: (name) => given(name).length > 0,
    value: (name) => texts(given(name)).at(-1),
    values: (name) => texts(given(name)),
  }
}

function texts(values: readonly (string | boolean)[]): string[] {
  return values.filter((value) => typeof value === 'string')
}

function check(
  known: Readonly<Record<string, Option>>,
  {
    name,
    rawName,
    value,
  }: { readonly name: string; readonly rawName: string; readonly value: string | undefined },
): void {
  const option = Object.hasOwn(known, name) ? known[name] : undefined
  if (option === undefined)
    throw new Fault(
      `There is no option ${rawName}.${didYouMean(name, Object.keys(known)).replace('"', '"--')}`,
    )
  if (option.value === undefined && value !== undefined)
    throw new Fault(`${rawName} takes no value; it was given "${value}".`)
  if (option.value !== undefined && (value === undefined || value === ''))
    throw new Fault(`${rawName} needs a value: ${rawName} ${option.value}`)
}
