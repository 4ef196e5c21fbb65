import type { Launched } from '../../process/launch.ts'
import type { Usage } from '../../process/proc.ts'
import { need } from '../../verdict.ts'

/** @throws CannotTell where the system does not tell what a process uses */
export function usage({ running }: Launched): Usage {
  return need(running.usage(), 'What a process uses can be seen on Linux only, while it runs.')
}

export function megabytes(bytes: number): string {
  return `${(bytes / (1 << 20)).toFixed(1)} MB`
}
