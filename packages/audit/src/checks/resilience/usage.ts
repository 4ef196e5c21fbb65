import type { Launched } from '../../process/launch.ts'
import { programOf, type Usage } from '../../process/proc.ts'
import { need } from '../../verdict.ts'

/** @throws CannotTell where the system does not tell what a process uses */
export function usage({ running }: Launched): Usage {
  return need(running.usage(), 'What a process uses can be seen on Linux only, while it runs.')
}

export function megabytes(bytes: number): string {
  return `${(bytes / (1 << 20)).toFixed(1)} MB`
}

const LAZY = /^(?:java|dotnet|beam\.smp|mono)/

/** Whether it waits with its collection until the heap is full: what it holds cannot be seen from outside. */
export function collectsLate({ running }: Launched): boolean {
  return running.pids.some((pid) => LAZY.test(programOf(pid)))
}
