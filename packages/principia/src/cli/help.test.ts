import { stripVTControlCharacters } from 'node:util'
import { expect, test } from 'vitest'
import { commands } from './commands.ts'
import { runToEnd } from './fixtures/cli.ts'
import { helpOf } from './help.ts'
import { migrateCommand } from './migrate.ts'
import { runCli } from './run.ts'
import { startCommand } from './start.ts'

const cwd = import.meta.dirname

test('the help names every command, and each command explains itself', async () => {
  const { code, stdout } = await runToEnd(['--help'], { cwd })
  expect(code).toBe(0)
  for (const { name, summary } of commands) {
    expect(stdout).toContain(`  ${name} `)
    expect(stdout).toContain(summary)
  }
})

test.each(commands.map((command) => [command.name, command] as const))(
  '%s --help has its usage, options, examples and exit codes',
  async (name, command) => {
    const { code, stdout, stderr } = await runToEnd([name, '--help'], { cwd })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toBe(stripVTControlCharacters(await helpOf(command)))
    for (const part of [
      `principia ${name} ${command.usage}`,
      'Options:',
      'Examples:',
      'Exit codes:',
      '--help',
    ]) {
      expect(stdout).toContain(part)
    }
    for (const option of Object.keys(command.options)) expect(stdout).toContain(`--${option}`)
  },
)

test('start --help explains every setting that the app and its database read', async () => {
  const { stdout } = await runToEnd(['start', '--help'], { cwd })
  for (const [name, meaning] of [
    ['HOST', 'the address to listen on; 0.0.0.0 for all; 127.0.0.1 unless set'],
    ['PORT', '3000 unless set'],
    ['MANAGEMENT_HOST', 'the address of health'],
    ['MANAGEMENT_PORT', 'PORT + 1 unless set'],
    ['LOG_LEVEL', 'debug, info, warn, error or silent'],
    ['LOG_FORMAT', 'json or pretty'],
    ['SHUTDOWN_DELAY', 'milliseconds'],
    ['SHUTDOWN_DEADLINE', '20000 unless set'],
    ['DATABASE_URL', 'postgres://user:password@host:5432/database'],
    ['MIGRATE_ON_START', 'false unless set'],
  ] as const) {
    expect(stdout.split('\n').find((line) => line.startsWith(`  ${name} `))).toContain(meaning)
  }
})

test('an exit code is explained once in a help', async () => {
  for (const command of commands) {
    const help = stripVTControlCharacters(await helpOf(command))
    const codes = [...help.slice(help.indexOf('Exit codes:')).matchAll(/^  (\d+)/gm)].map(([, code]) => code)
    expect(new Set(codes).size).toBe(codes.length)
  }
  expect(await helpOf(migrateCommand)).toContain('70  A migration failed')
  for (const code of ['130', '143']) expect(await helpOf(startCommand)).toContain(code)
})

test('the version is that of the package', async () => {
  expect((await runToEnd(['--version'], { cwd })).stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
})

test.each([
  [[], 'Usage: principia <command>'],
  [['rotues'], 'Did you mean "routes"?'],
  [['routes', '--jsno'], 'has no option --jsno. Did you mean --json?'],
])('%j is refused with exit code 64', async (args, message) => {
  const { code, stdout, stderr } = await runToEnd(args, { cwd })
  expect({ code, stdout }).toEqual({ code: 64, stdout: '' })
  expect(stderr).toContain(message)
})

test.each([
  [['mig'], 'Did you mean "migrate"?'],
  [['frobnicate'], 'there is no command "frobnicate".\nCommands: new, dev'],
  [['--verion'], 'Did you mean "--version"?'],
  [['routes', '-x'], 'has no option -x.'],
  [['routes', '--json=yes'], 'takes no value for --json'],
  [['openapi', '--out'], 'needs a value for --out, such as --out <path>'],
  [['start', 'one.ts', 'two.ts'], 'has no use for the argument "two.ts"'],
  [['new'], 'needs another argument'],
  [['migrate'], 'needs another argument'],
  [['migrate', 'dwon'], 'Did you mean "down"?'],
  [['jobs', 'lsit'], 'Did you mean "list"?'],
  [['jobs', 'list', '--state', 'daed'], 'Did you mean "dead"?'],
  [['jobs', 'list', '--limit', '0'], 'needs a whole number from 1 to 1000 for --limit, not "0"'],
  [['jobs', 'counts', '--kind', 'x'], 'has no use for --kind'],
  [['migrate', 'status', '--to', 'x'], 'has no use for --to'],
  [['migrate', 'reset', '--to', 'x'], 'has no use for --to'],
  [['migrate', 'down', '--yes-delete-everything'], 'has no use for --yes-delete-everything'],
])('%j is answered with what is wrong and what was probably meant', async (args, message) => {
  await expect(runCli(args)).rejects.toMatchObject({
    exitCode: 64,
    message: expect.stringContaining(message),
  })
})
