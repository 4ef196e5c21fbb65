import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { generateApp } from './generate.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const run = promisify(execFile)

/** What the compiler says of itself after it has checked an app and its client. */
export interface Checked {
  readonly routes: number
  /** Types put together from generic ones: what inference costs. The same in every run of one thread. */
  readonly instantiations: number
  readonly types: number
  /** Seconds, by the compiler's own clock. */
  readonly seconds: number
}

/**
 * Checks a generated app of this many routes, together with the framework's sources, which it imports.
 *
 * @throws Error with the compiler's output when the app has a type error.
 */
export async function checkTypes(routes: number, options: readonly string[] = []): Promise<Checked> {
  const folder = mkdtempSync(join(tmpdir(), 'principia-types-'))
  try {
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction')
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module', private: true }))
    const config = { extends: join(root, 'tsconfig.base.json'), include: ['*.ts'] }
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config))
    for (const [name, source] of generateApp(routes)) writeFileSync(join(folder, name), source)
    return { routes, ...(await compile(folder, options)) }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function compile(folder: string, options: readonly string[]): Promise<Omit<Checked, 'routes'>> {
  const compiler = join(root, 'node_modules/typescript/bin/tsc')
  const { stdout } = await run(
    process.execPath,
    [compiler, '-p', folder, '--extendedDiagnostics', ...options],
    {
      maxBuffer: 1e8,
    },
  ).catch((error: Error & { readonly stdout?: string }) => {
    throw new Error(`The generated app does not type-check:\n${error.stdout?.slice(0, 5000)}`, {
      cause: error,
    })
  })
  const figure = (name: string) => Number(new RegExp(`^${name}:\\s+([\\d.]+)`, 'm').exec(stdout)?.[1])
  return {
    instantiations: figure('Instantiations'),
    types: figure('Types'),
    seconds: figure('Total time'),
  }
}
