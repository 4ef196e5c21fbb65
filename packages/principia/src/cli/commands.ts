import type { Command } from './command.ts'
import { dev } from './dev.ts'
import { jobsCommand } from './jobs.ts'
import { migrateCommand } from './migrate.ts'
import { newCommand } from './new.ts'
import { openapi } from './openapi.ts'
import { routes } from './routes.ts'
import { startCommand } from './start.ts'
import { workCommand } from './work.ts'

/** Every command, in the order in which the help lists them. */
export const commands: readonly Command[] = [
  newCommand,
  dev,
  startCommand,
  workCommand,
  migrateCommand,
  jobsCommand,
  routes,
  openapi,
]
