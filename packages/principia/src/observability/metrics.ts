import { monitorEventLoopDelay } from 'node:perf_hooks'
import { Histogram } from './histogram.ts'

/**
 * The RED metrics of every route - rate, errors, duration - named by OpenTelemetry's semantic
 * conventions and written in the Prometheus text format (version 0.0.4).
 */
export interface Metrics {
  /**
   * The series of a route; a request adds to it with `observe`. No route matched where `route` is empty. Where
   * the API has versions, `version` is the one that it answers.
   */
  route(method: string, route: string, version?: string): RouteMetrics
  /** Makes what counts one call of a deprecated route. */
  deprecated(method: string, route: string, version?: string): () => void
  /** A value read when the metrics are read, such as a pool's idle connections. */
  gauge(name: string, help: string, read: () => number): void
  /** A sum that only grows, read when the metrics are read; its name ends in `_total`. */
  counter(name: string, help: string, read: () => number): void
  /** Several values of one name, told apart by their labels. */
  gauges(name: string, help: string, read: () => readonly Sample[]): void
  /**
   * Durations by their labels; what it gives finds the histogram for some.
   *
   * @param bounds ascending, in milliseconds; those of requests unless given
   */
  histogram(name: string, help: string, bounds?: readonly number[]): (labels: Labels) => Histogram
  /** What is to be done before the metrics are read, such as asking a database; it should be quick, and not fail. */
  refresh(source: () => Promise<void>): void
  /** All metrics, after each source has been refreshed or has taken too long. */
  read(): Promise<string>
  /** All metrics as they are now. */
  text(): string
}

export type Labels = Readonly<Record<string, string>>

export interface Sample {
  readonly labels: Labels
  readonly value: number
}

export interface RouteMetrics {
  /** @param duration milliseconds */
  observe(status: number, duration: number): void
}

/** Upper bounds in milliseconds: OpenTelemetry's advice for `http.server.request.duration`. */
const BOUNDS = [5, 10, 25, 50, 75, 100, 250, 500, 750, 1000, 2500, 5000, 7500, 10_000]

class Series implements RouteMetrics {
  readonly method: string
  readonly route: string
  readonly version: string | undefined
  /** Calls, where the route is deprecated. */
  deprecated: number | undefined
  readonly byStatus = new Map<number, Histogram>()

  constructor(method: string, route: string, version: string | undefined) {
    this.method = method
    this.route = route
    this.version = version
  }

  observe(status: number, duration: number): void {
    let histogram = this.byStatus.get(status)
    if (histogram === undefined) {
      histogram = new Histogram(BOUNDS)
      this.byStatus.set(status, histogram)
    }
    histogram.observe(duration)
  }
}

/** Milliseconds that a source may take to be refreshed; after that its last values are told. */
const PATIENCE = 2000

export function createMetrics(): Metrics {
  const series = new Map<string, Series>()
  const families: ((lines: string[]) => void)[] = []
  const sources: (() => Promise<void>)[] = []
  const single = (type: string, name: string, help: string, read: () => number) =>
    families.push((lines) => lines.push(...heading(type, name, help), `${name} ${read()}`))
  const delay = eventLoopDelay()
  const seriesOf = (method: string, route: string, version: string | undefined): Series => {
    const key = `${method} ${route} ${version ?? ''}`
    const known = series.get(key) ?? new Series(method, route, version)
    series.set(key, known)
    return known
  }
  const metrics: Metrics = {
    route: seriesOf,
    deprecated(method, route, version) {
      const one = seriesOf(method, route, version)
      one.deprecated ??= 0
      return () => void (one.deprecated = (one.deprecated ?? 0) + 1)
    },
    gauge: (name, help, read) => void single('gauge', name, help, read),
    counter: (name, help, read) => void single('counter', name, help, read),
    gauges(name, help, read) {
      families.push((lines) => {
        lines.push(...heading('gauge', name, help))
        for (const { labels, value } of read()) lines.push(`${name}{${textOf(labels)}} ${value}`)
      })
    },
    histogram(name, help, bounds = BOUNDS) {
      const byLabels = new Map<string, Histogram>()
      families.push((lines) => {
        lines.push(...heading('histogram', name, help))
        for (const [labels, histogram] of byLabels) histogram.write(lines, name, labels)
      })
      return (labels) => {
        const text = textOf(labels)
        const known = byLabels.get(text) ?? new Histogram(bounds)
        byLabels.set(text, known)
        return known
      }
    },
    refresh: (source) => void sources.push(source),
    async read() {
      await Promise.all(sources.map((source) => within(PATIENCE, source())))
      return metrics.text()
    },
    text() {
      const lines = ['# HELP http_server_request_duration_seconds Time from arrival to answer.']
      lines.push('# TYPE http_server_request_duration_seconds histogram')
      for (const one of series.values()) writeSeries(lines, one)
      writeDeprecated(lines, [...series.values()])
      for (const write of families) write(lines)
      return `${lines.join('\n')}\n`
    },
  }
  metrics.gauge(
    'nodejs_eventloop_delay_p99_seconds',
    'Event-loop delay, 99th percentile.',
    () => delay.percentile(99) / 1e9,
  )
  metrics.gauge('process_resident_memory_bytes', 'Resident memory.', () => process.memoryUsage.rss())
  metrics.counter('process_cpu_seconds_total', 'User and system CPU time.', () => {
    const { user, system } = process.cpuUsage()
    return (user + system) / 1e6
  })
  return metrics
}

function labelsOf({ method, route, version }: Series): string[] {
  return [
    `http_request_method="${escapeLabel(method)}"`,
    ...(route === '' ? [] : [`http_route="${escapeLabel(route)}"`]),
    ...(version === undefined ? [] : [`api_version="${escapeLabel(version)}"`]),
  ]
}

/** Who still calls: a route can be taken away once its count stands still. */
function writeDeprecated(lines: string[], all: readonly Series[]): void {
  const deprecated = all.filter((one) => one.deprecated !== undefined)
  if (deprecated.length === 0) return
  const name = 'http_server_deprecated_requests_total'
  lines.push(`# HELP ${name} Requests for routes that are deprecated.`, `# TYPE ${name} counter`)
  for (const one of deprecated) lines.push(`${name}{${labelsOf(one).join(',')}} ${one.deprecated}`)
}

function writeSeries(lines: string[], series: Series): void {
  const name = 'http_server_request_duration_seconds'
  for (const [status, histogram] of series.byStatus)
    histogram.write(lines, name, [...labelsOf(series), `http_response_status_code="${status}"`].join(','))
}

function heading(type: string, name: string, help: string): readonly string[] {
  return [`# HELP ${name} ${escapeHelp(help)}`, `# TYPE ${name} ${type}`]
}

function textOf(labels: Labels): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name}="${escapeLabel(value)}"`)
    .join(',')
}

/** Waits for what may fail or hang, but not for long. */
async function within(milliseconds: number, work: Promise<void>): Promise<void> {
  const late = Promise.withResolvers<void>()
  const timer = setTimeout(() => late.resolve(), milliseconds)
  await Promise.race([work.catch(() => undefined), late.promise]).finally(() => clearTimeout(timer))
}

let delayOfProcess: ReturnType<typeof monitorEventLoopDelay> | undefined

/** One for the process: each would sample on a timer of its own. */
function eventLoopDelay(): ReturnType<typeof monitorEventLoopDelay> {
  if (delayOfProcess === undefined) {
    delayOfProcess = monitorEventLoopDelay({ resolution: 20 })
    delayOfProcess.enable()
  }
  return delayOfProcess
}

function escapeHelp(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')
}

function escapeLabel(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
}
