/** Counts of what was answered, in the text format of Prometheus. */
export interface Metrics {
  /** @param route the pattern, never the path: its values have no bound */
  readonly record: (method: string, route: string, status: number, seconds: number) => void
  readonly text: () => string
}

const BOUNDS = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

interface Series {
  readonly labels: string
  /** How many took at most the bound of the same place. */
  readonly within: number[]
  count: number
  sum: number
}

export function createMetrics(): Metrics {
  const requests = new Map<string, number>()
  const durations = new Map<string, Series>()
  const started = (Date.now() / 1000).toFixed(3)
  return {
    record(method, route, status, seconds) {
      const labels = `method="${METHODS.has(method) ? method : '(other)'}",route="${route}"`
      const counted = `${labels},status="${status}"`
      requests.set(counted, (requests.get(counted) ?? 0) + 1)
      const series = durations.get(labels) ?? { labels, within: BOUNDS.map(() => 0), count: 0, sum: 0 }
      durations.set(labels, series)
      series.count++
      series.sum += seconds
      for (const [at, bound] of BOUNDS.entries())
        if (seconds <= bound) series.within[at] = (series.within[at] ?? 0) + 1
    },
    text: () =>
      [
        '# HELP process_start_time_seconds Start of the process, in seconds since 1970.',
        '# TYPE process_start_time_seconds gauge',
        `process_start_time_seconds ${started}`,
        '# HELP http_requests_total Requests that were answered.',
        '# TYPE http_requests_total counter',
        ...[...requests].map(([labels, count]) => `http_requests_total{${labels}} ${count}`),
        '# HELP http_request_duration_seconds From the head of a request to its answer.',
        '# TYPE http_request_duration_seconds histogram',
        ...[...durations.values()].flatMap(histogram),
        '',
      ].join('\n'),
  }
}

function histogram({ labels, within, count, sum }: Series): string[] {
  const name = 'http_request_duration_seconds'
  return [
    ...BOUNDS.map((bound, at) => `${name}_bucket{${labels},le="${bound}"} ${within[at] ?? 0}`),
    `${name}_bucket{${labels},le="+Inf"} ${count}`,
    `${name}_sum{${labels}} ${sum}`,
    `${name}_count{${labels}} ${count}`,
  ]
}
