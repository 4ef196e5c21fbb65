import { monitorEventLoopDelay } from 'node:perf_hooks'

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
  text(): string
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
  readonly byStatus = new Map<number, { buckets: Float64Array; sum: number; count: number }>()

  constructor(method: string, route: string, version: string | undefined) {
    this.method = method
    this.route = route
    this.version = version
  }

  observe(status: number, duration: number): void {
    let histogram = this.byStatus.get(status)
    if (histogram === undefined) {
      histogram = { buckets: new Float64Array(BOUNDS.length), sum: 0, count: 0 }
      this.byStatus.set(status, histogram)
    }
    histogram.count++
    histogram.sum += duration
    for (let index = 0; index < BOUNDS.length; index++) {
      if (duration <= (BOUNDS[index] as number)) {
        histogram.buckets[index] = (histogram.buckets[index] as number) + 1
        return
      }
    }
  }
}

export function createMetrics(): Metrics {
  const series = new Map<string, Series>()
  const single: { type: 'gauge' | 'counter'; name: string; help: string; read: () => number }[] = []
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
    gauge: (name, help, read) => void single.push({ type: 'gauge', name, help, read }),
    counter: (name, help, read) => void single.push({ type: 'counter', name, help, read }),
    text() {
      const lines = ['# HELP http_server_request_duration_seconds Time from arrival to answer.']
      lines.push('# TYPE http_server_request_duration_seconds histogram')
      for (const one of series.values()) writeSeries(lines, one)
      writeDeprecated(lines, [...series.values()])
      for (const { type, name, help, read } of single) {
        lines.push(`# HELP ${name} ${escapeHelp(help)}`, `# TYPE ${name} ${type}`, `${name} ${read()}`)
      }
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
  for (const [status, { buckets, sum, count }] of series.byStatus) {
    const labels = [...labelsOf(series), `http_response_status_code="${status}"`].join(',')
    let below = 0
    for (let index = 0; index < BOUNDS.length; index++) {
      below += buckets[index] as number
      lines.push(`${name}_bucket{${labels},le="${(BOUNDS[index] as number) / 1000}"} ${below}`)
    }
    lines.push(`${name}_bucket{${labels},le="+Inf"} ${count}`)
    lines.push(`${name}_sum{${labels}} ${sum / 1000}`, `${name}_count{${labels}} ${count}`)
  }
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
