import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { freePort } from '../../process/free-port.ts'
import type { AuditConfig, ProcessConfig } from '../../target/config.ts'
import type { Specimen } from '../specimen.ts'
import { startDatabase } from './database.ts'

interface ProgramOptions {
  /** Whether it has a database, which the auditor may cut off. */
  readonly database?: boolean
  /** Whether all instances have the same store; else each has one of its own. */
  readonly shared?: boolean
  /** What the auditor is told besides, or otherwise. */
  readonly config?: AuditConfig
  readonly process?: Partial<ProcessConfig>
}

/**
 * A program that the auditor starts and ends.
 *
 * @param text a module; it may use all that the files of this folder export
 * @example
 * flaw: program('serve({ leave: () => process.exit(1) })')
 */
export function program(text: string, options: ProgramOptions = {}): Specimen {
  return {
    async start() {
      const port = await freePort()
      const folder = await mkdtemp(join(tmpdir(), 'audit-program-'))
      const database = options.database === true ? await startDatabase() : undefined
      const process: ProcessConfig = {
        start: 'exec "$NODE" --input-type=module --eval "$PROGRAM"',
        ready: '/live',
        portVariable: 'PORT',
        patience: 1500,
        slow: '/slow?ms=800',
        deadline: { DEADLINE: '200' },
        required: ['SECRET'],
        wrong: { DATA: '' },
        ...(database && { databaseVariable: 'DATABASE' }),
        ...options.process,
        env: {
          // Programs of one kind are started many times.
          NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache'),
          NODE: globalThis.process.execPath,
          PROGRAM: IMPORTS + text,
          DATA: join(folder, options.shared === true ? 'all' : '{{port}}'),
          SECRET: 'not a secret at all',
          MAIN_PORT: String(port),
          ...(database && { DATABASE: database.address }),
          ...options.process?.env,
        },
      }
      return {
        url: `http://127.0.0.1:${port}`,
        config: {
          health: { live: '/live', ready: '/ready' },
          pages: ['/page'],
          guarded: ['/me'],
          resources: [
            {
              path: '/notes',
              example: { text: 'about {{random}}' },
              methods: ['create', 'read'],
              text: 'text',
            },
          ],
          ...options.config,
          process,
        },
        async [Symbol.asyncDispose]() {
          await database?.[Symbol.asyncDispose]()
          await rm(folder, { recursive: true, force: true, maxRetries: 5 })
        },
      }
    },
  }
}

/** The program as it should be. */
export const soundProgram = program('serve()')

export const soundProgramWithDatabase = program('serve()', { database: true })

/** Beside what it does otherwise, it calls a service, which its answer can do without. */
export const soundCaller = callingProgram('serve({ handle: calling() })')

export function callingProgram(text: string): Specimen {
  return program(text, { process: { upstream: { variable: 'UPSTREAM', path: '/quote', optional: true } } })
}

/** Beside what it does otherwise, it is a gateway. */
export const soundGateway = gatewayProgram('serve({ handle: passing() })')

export function gatewayProgram(text: string): Specimen {
  return program(text, { process: { upstream: { variable: 'UPSTREAM', path: '/passed', gateway: true } } })
}

const NAMES: Readonly<Record<string, string>> = {
  serve: 'serve',
  handle: 'handle, problem',
  leave: 'leave, endUnused',
  settings: 'mistakesIn',
  store: 'openStore',
  database: 'openDatabase',
  calls: 'calling',
  'pass-on': 'passing',
}

/** The files of this folder, as they are here: sources, or what was built of them. */
const IMPORTS = Object.entries(NAMES)
  .map(([file, names]) => {
    const { href } = new URL(`${file}${extname(import.meta.filename)}`, import.meta.url)
    return `import { ${names} } from ${JSON.stringify(href)}\n`
  })
  .join('')
