import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import type { App } from './apps.ts'

const BIN = join(import.meta.dirname, '../../node_modules/.bin')

/** Compiles an app that has to be. */
export function build({ title, build: command }: App): void {
  if (command === undefined) return
  const env = { ...process.env, PATH: `${BIN}:${process.env.PATH}` }
  const { status } = spawnSync('sh', ['-c', command], { stdio: 'inherit', env })
  if (status !== 0) throw new Error(`${title} could not be compiled.`)
}
