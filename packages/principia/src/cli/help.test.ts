import { stripVTControlCharacters } from 'node:util'
import { expect, test } from 'vitest'
import { commands } from './commands.ts'
import { runToEnd } from './fixtures/cli.ts'
import { helpOf } from './help.ts'
import { runCli } from './run.ts'

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
    expect(stdout).toBe(stripVTControlCharacters(helpOf(command)))
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
  [['migrate', 'status', '--to', 'x'], 'has no use for --to'],
])('%j is answered with what is wrong and what was probably meant', async (args, message) => {
  await expect(runCli(args)).rejects.toMatchObject({
    exitCode: 64,
    message: expect.stringContaining(message),
  })
})
