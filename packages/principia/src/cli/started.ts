import { styleText } from 'node:util'
import { inboxOf, type Running, type Working } from '../app/index.ts'
import { docsPage } from './docs-page.ts'

/** What runs, and where. */
export interface Started {
  readonly app: string
  /** None where only the work is done. */
  readonly url: string | undefined
  readonly managementUrl: string
  readonly inspector: string
  readonly docs: string | undefined
  /** Where the mail is that the app sends, if it goes nowhere else. */
  readonly inbox?: string
  /** What each service says of itself, by its name. */
  readonly services: Readonly<Record<string, string>>
  /** Milliseconds from the command to here. */
  readonly duration: number
}

/**
 * Says what runs and where: as a few lines for a person at a terminal, otherwise as one line of the log,
 * since standard output is the log's stream then.
 */
export function announce(running: Running | Working, milliseconds: number): void {
  const { logger, settings } = running.booted
  const started = describe(running, Math.round(milliseconds))
  if (process.stdout.isTTY && settings.LOG_FORMAT !== 'json') process.stdout.write(toLines(started))
  else logger.info(started, 'started')
}

function describe(running: Running | Working, duration: number): Started {
  const { booted, managementUrl } = running
  const url = 'url' in running ? running.url : undefined
  const page = docsPage(booted.app)
  const services = booted.services.map(
    ({ name, definition, instance }) =>
      [name, definition.describe?.(instance) ?? definition.service] as const,
  )
  return {
    app: booted.app.name,
    url,
    managementUrl,
    inspector: `${managementUrl}/inspector`,
    ...(inboxOf(booted.services) !== undefined && { inbox: `${managementUrl}/inbox` }),
    docs: page === undefined || url === undefined ? undefined : url + page,
    services: Object.fromEntries(services),
    duration,
  }
}

/** The lines for a terminal. */
export function toLines({
  app,
  url,
  docs,
  inspector,
  inbox,
  managementUrl,
  services,
  duration,
}: Started): string {
  const rows = [
    ...(url === undefined ? [] : [['app', url] as const]),
    ...(docs === undefined ? [] : [['API docs', docs]]),
    ['inspector', inspector],
    ...(inbox === undefined ? [] : [['inbox', inbox]]),
    ['management', `${managementUrl}  /live /ready /metrics`],
    ...Object.entries(services),
  ] as const
  const width = Math.max(...rows.map(([label = '']) => label.length))
  const lines = rows.map(([label = '', text]) => `  ${styleText('dim', label.padEnd(width))}  ${text}`)
  return `\n  ${styleText(['bold', 'green'], app)} ${url === undefined ? 'works after' : 'is ready in'} ${duration} ms\n\n${lines.join('\n')}\n\n`
}
