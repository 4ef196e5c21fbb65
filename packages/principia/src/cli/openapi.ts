import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { EXIT, StartFault } from '../errors/index.ts'
import { APP_FILE, type Command } from './command.ts'
import { loadApp } from './load.ts'

/** `principia openapi`: the API's description, without starting anything. */
export const openapi: Command = {
  name: 'openapi',
  summary: 'Print the OpenAPI document of the app.',
  usage: '[file] [--out <path>]',
  details: `The app is ${APP_FILE}\nIt is loaded, but nothing of it is started. Routes that are hidden are left out.`,
  takes: { atLeast: 0, atMost: 1 },
  options: { out: { type: 'string', value: '<path>', description: 'Write to this file instead.' } },
  examples: [
    ['principia openapi', 'print it'],
    ['principia openapi --out docs/openapi.json', 'keep it'],
  ],
  exits: [[78, 'The file does not export an app.']],
  async run({ args, value }) {
    const { openApiDocument } = await import('../openapi/index.ts')
    const { app } = await loadApp(args[0])
    const { name, spec, routes } = app
    const { version, description, versioning } = spec
    const document = openApiDocument({ name, version, description, versioning, routes })
    const text = `${JSON.stringify(document, null, 2)}\n`
    const out = value('out')
    if (out === undefined) process.stdout.write(text)
    else write(resolve(out), text)
    return 0
  },
}

function write(path: string, text: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
  } catch (error) {
    throw new StartFault(
      `${path} cannot be written: ${error instanceof Error ? error.message : String(error)}`,
      EXIT.usage,
    )
  }
}
