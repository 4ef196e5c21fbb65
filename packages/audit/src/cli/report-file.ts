import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { Fault } from './fault.ts'

/** Makes the folder of a report, so that a place that cannot be written to is known before the audit. @throws Fault */
export function prepareReportFile(file: string): void {
  try {
    const path = resolve(file)
    makeFolder(dirname(path))
    if (existsSync(path) && statSync(path).isDirectory()) throw new Error('it is a folder')
    accessSync(existsSync(path) ? path : dirname(path), constants.W_OK)
  } catch (error) {
    throw new Fault(`The report ${file} cannot be written: ${(error as Error).message}`)
  }
}

/** One level after the other: `recursive` goes on for ever where a folder says that it is not there, as /proc does. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return
  makeFolder(dirname(folder))
  mkdirSync(folder)
}
