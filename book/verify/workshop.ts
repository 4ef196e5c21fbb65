import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Example } from './chapter.ts'

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

/** Milliseconds after which a program counts as hanging: far more than any needs, since machines can be busy. */
const PATIENCE = 30_000

interface Outcome {
  readonly stdout: string
  readonly stderr: string
  /** 0 for success; `null` when it had to be ended. */
  readonly code: number | null
}

interface Workshop {
  /** What a program of the book prints. Programs start at once, as many at a time as there are processors. */
  outcome(example: Example): Promise<Outcome>
  /** What the compiler says about a chapter's programs, each line at its place in the chapter. */
  typeErrors(chapter: string): Promise<string[]>
  close(): void
}

/**
 * Writes every program to a folder of its own, outside the repository so that nothing there can help
 * it, next to a link to the installed packages. (Not below `node_modules`: Node strips no types there.)
 */
export function openWorkshop(examples: readonly Example[]): Workshop {
  const folder = mkdtempSync(join(tmpdir(), 'principia-book-'))
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction')
  write(folder, 'package.json', { type: 'module', private: true })
  // Marks one repository: the programs share a database server, in which each has its own databases.
  write(folder, 'package-lock.json', {})
  write(folder, 'tsconfig.json', { extends: join(root, 'tsconfig.base.json'), include: ['*/*/*.ts'] })
  const paths = new Map(examples.map((example) => [example, pathOf(folder, example)]))
  for (const [{ program }, path] of paths) {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, `${program}\n`)
  }

  const inTurn = createTurns(availableParallelism())
  // One thread: with more, each checks the framework's types again, and the processors are busy as it is.
  const compiler = [join(root, 'node_modules/typescript/bin/tsc'), '-p', '.', '--singleThreaded']
  const checked = inTurn(() => execute(folder, folder, compiler, 4 * PATIENCE))
  const outcomes = new Map(
    [...paths].map(([example, path]) => [
      example,
      inTurn(() => execute(folder, dirname(path), ['--conditions=principia-source', path], PATIENCE)),
    ]),
  )
  return {
    outcome: (example) => outcomes.get(example) ?? Promise.reject(new Error('not a program of the book')),
    async typeErrors(chapter) {
      const { stdout, stderr, code } = await checked
      if (code !== 0 && stdout === '') return [stderr]
      return stdout.split('\n').flatMap((line) => {
        const [, file, number, message] = /^(.+?\.ts)\((\d+),\d+\): (.*)$/.exec(line) ?? []
        const example = [...paths].find(
          ([, path]) => relative(folder, path) === file?.replaceAll('\\', '/'),
        )?.[0]
        return example?.chapter === chapter
          ? [`${chapter}.md:${example.line + Number(number)}: ${message}`]
          : []
      })
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  }
}

function pathOf(folder: string, { chapter, line, file }: Example): string {
  return join(folder, chapter, `line-${line}`, file)
}

function write(folder: string, name: string, content: unknown): void {
  writeFileSync(join(folder, name), JSON.stringify(content))
}

function execute(folder: string, cwd: string, args: readonly string[], timeout: number): Promise<Outcome> {
  const { PATH, HOME, TMPDIR, TEMP, SystemRoot } = process.env
  // All programs load the same framework: the first leaves its compiled code for the others.
  const cache = { NODE_COMPILE_CACHE: join(folder, 'compiled') }
  const env = { PATH, HOME, TMPDIR, TEMP, SystemRoot, NO_COLOR: '1', TZ: 'UTC', ...cache }
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      args,
      { cwd, env, timeout, killSignal: 'SIGKILL' },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === 'number' ? error.code : null
        const ended =
          error !== null && code === null
            ? `${error.message} ${error.killed === true ? 'It took too long.' : ''}`
            : ''
        resolve({ stdout, stderr: stderr + ended, code })
      },
    )
  })
}

/** Runs tasks in order, at most `width` at a time. */
function createTurns(width: number): <T>(task: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = []
  let running = 0
  return async (task) => {
    if (running === width) await new Promise<void>((resolve) => waiting.push(resolve))
    else running++
    try {
      return await task()
    } finally {
      const next = waiting.shift()
      if (next === undefined) running--
      else next()
    }
  }
}
