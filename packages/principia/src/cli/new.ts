import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { basename, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { EXIT, StartFault } from '../errors/index.ts'
import type { Command } from './command.ts'
import { findFramework } from './framework.ts'
import { packageFolder } from './version.ts'

/** `principia new`: a small service to begin with. */
export const newCommand: Command = {
  name: 'new',
  summary: 'Write a small service that passes its own tests.',
  usage: '<dir>',
  details: 'The folder must be empty, or not exist yet. Its name becomes the name of the service.',
  takes: { atLeast: 1, atMost: 1 },
  options: {},
  examples: [
    ['principia new shop', 'in a new folder, shop'],
    ['principia new .', 'in this folder'],
  ],
  async run({ args: [dir = '.'] }) {
    const folder = resolve(dir)
    const name = serviceName(folder)
    const framework = findFramework()
    prepare(folder)
    cpSync(TEMPLATE, folder, { recursive: true })
    // npm leaves a `.gitignore` out of what it publishes, so the template has it without its dot.
    renameSync(join(folder, 'gitignore'), join(folder, '.gitignore'))
    for (const file of NAMED) {
      const path = join(folder, file)
      const text = readFileSync(path, 'utf8').replaceAll('my-service', name)
      writeFileSync(
        path,
        text.replace(/"principia": ".*"/, () => `"principia": ${JSON.stringify(framework.dependency)}`),
      )
    }
    process.stdout.write(nextSteps(name, relative(process.cwd(), folder), framework.unbuilt))
    return 0
  },
}

const TEMPLATE = fileURLToPath(new URL('template/', packageFolder))

/** The files in which the service's name stands. */
const NAMED = ['package.json', 'README.md', 'src/app.ts']

/** A name that npm takes for a package, which the folder's name becomes. */
function serviceName(folder: string): string {
  const name = basename(folder)
  if (/^[a-z0-9][a-z0-9._-]{0,213}$/.test(name)) return name
  throw new StartFault(
    `"${name}" cannot be the name of a service: it is lower-case letters, digits, dots and dashes, such as "my-service".`,
    EXIT.usage,
  )
}

function prepare(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true })
    const [first, ...more] = readdirSync(folder)
    if (first === undefined) return
    const others = more.length === 0 ? '' : ` and ${more.length} more`
    throw new StartFault(
      `${folder} is not empty: there is ${first}${others}. Nothing was written.`,
      EXIT.usage,
    )
  } catch (error) {
    if (error instanceof StartFault) throw error
    throw new StartFault(
      `${folder} cannot be made: ${error instanceof Error ? error.message : String(error)}`,
      EXIT.usage,
    )
  }
}

/** `unbuilt` is the repository in which the framework is still to be built. */
function nextSteps(name: string, folder: string, unbuilt: string | undefined): string {
  const steps = [
    ...(unbuilt === undefined ? [] : [`npm run build --prefix ${quoted(unbuilt)}`]),
    ...(folder === '' ? [] : [`cd ${quoted(folder)}`]),
    'npm install',
    'npm test',
    'npm run dev',
  ]
  const why =
    unbuilt === undefined ? '' : `\nThe framework in ${unbuilt} is not built yet: that comes first.\n`
  return `${name} is written. Next:\n\n${steps.map((step) => `  ${step}\n`).join('')}${why}\nIts README.md says what is where.\n`
}

/** As a shell takes it for one word. */
function quoted(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`
}
