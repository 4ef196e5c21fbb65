import { describe, expect, it } from 'vitest'
import { createMetrics } from './index.ts'

interface Family {
  help?: string
  type?: string
  readonly samples: { name: string; labels: Record<string, string>; value: number }[]
}

/** Reads the Prometheus text format (version 0.0.4) and refuses whatever its grammar does not allow. */
function parse(text: string): Map<string, Family> {
  expect(text.endsWith('\n')).toBe(true)
  const families = new Map<string, Family>()
  const family = (name: string) => {
    if (!families.has(name)) families.set(name, { samples: [] })
    return families.get(name) as Family
  }
  for (const line of text.slice(0, -1).split('\n')) {
    const [, keyword, about = '', rest = ''] = /^# (HELP|TYPE) ([a-zA-Z_:][\w:]*) (.+)$/.exec(line) ?? []
    if (keyword !== undefined) {
      const known = family(about)
      const key = keyword === 'HELP' ? 'help' : 'type'
      expect(known[key], `${line} is said twice`).toBeUndefined()
      expect(known.samples, `${line} comes after its samples`).toEqual([])
      known[key] = rest
      continue
    }
    const [, name = '', labels = '', value = ''] =
      /^([a-zA-Z_:][\w:]*)(?:\{((?:[a-zA-Z_]\w*="(?:[^"\\\n]|\\[\\"n])*",?)+)\})? (\S+)$/.exec(line) ?? []
    expect(name, `not a sample: ${line}`).not.toBe('')
    expect(value).toMatch(/^[+-]?(\d+(\.\d+)?(e[+-]?\d+)?|Inf|NaN)$/)
    const histogram = name.replace(/_(bucket|sum|count)$/, '')
    const owner = family(families.get(histogram)?.type === 'histogram' ? histogram : name)
    expect(owner.type, `${name} has no type`).toBeDefined()
    const pairs = [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, label = '', raw = '']) => [
      label,
      raw.replaceAll(/\\(.)/g, (_all, one) => (one === 'n' ? '\n' : one)),
    ])
    owner.samples.push({
      name,
      labels: Object.fromEntries(pairs),
      value: Number(value.replace('Inf', 'Infinity')),
    })
  }
  return families
}

const DURATION = 'http_server_request_duration_seconds'

describe('the metrics', () => {
  it('are a histogram per method, route and status', () => {
    const metrics = createMetrics()
    const series = metrics.route('GET', '/a')
    for (const duration of [1, 5, 5.1, 20_000]) series.observe(200, duration)
    series.observe(404, 1)
    const samples =
      parse(metrics.text())
        .get(DURATION)
        ?.samples.filter(({ labels }) => labels.http_response_status_code === '200') ?? []
    const buckets = samples.filter(({ name }) => name.endsWith('_bucket'))
    expect(buckets.map(({ labels, value }) => [labels.le, value]).slice(0, 3)).toEqual([
      ['0.005', 2],
      ['0.01', 3],
      ['0.025', 3],
    ])
    expect(buckets.at(-1)).toMatchObject({ labels: { le: '+Inf' }, value: 4 })
    const values = buckets.map(({ value }) => value)
    expect(values).toEqual(values.toSorted((a, b) => a - b))
    const plain = { http_request_method: 'GET', http_route: '/a', http_response_status_code: '200' }
    expect(samples.slice(-2)).toEqual([
      { name: `${DURATION}_sum`, labels: plain, value: 20.0111 },
      { name: `${DURATION}_count`, labels: plain, value: 4 },
    ])
  })

  it('keep one series for the same route, and none for what was never asked', () => {
    const metrics = createMetrics()
    expect(metrics.route('GET', '/a')).toBe(metrics.route('GET', '/a'))
    expect(metrics.route('GET', '/a')).not.toBe(metrics.route('POST', '/a'))
    expect(parse(metrics.text()).get(DURATION)).toMatchObject({ type: 'histogram', samples: [] })
  })

  it('have no route where none matched', () => {
    const metrics = createMetrics()
    metrics.route('_OTHER', '').observe(404, 1)
    const [sample] = parse(metrics.text()).get(DURATION)?.samples ?? []
    expect(sample?.labels).toEqual({
      http_request_method: '_OTHER',
      http_response_status_code: '404',
      le: '0.005',
    })
  })

  it('escape what would break a line', () => {
    const metrics = createMetrics()
    metrics.route('GET', '/:x("\\\n)').observe(200, 1)
    metrics.gauge('own', 'One\nline \\ and one.', () => 1.5)
    const families = parse(metrics.text())
    expect(families.get(DURATION)?.samples[0]?.labels.http_route).toBe('/:x("\\\n)')
    expect(families.get('own')).toEqual({
      help: 'One\\nline \\\\ and one.',
      type: 'gauge',
      samples: [{ name: 'own', labels: {}, value: 1.5 }],
    })
  })

  it('count the calls of deprecated routes from nothing on, by version where there are some', () => {
    const metrics = createMetrics()
    expect(parse(metrics.text()).has('http_server_deprecated_requests_total')).toBe(false)
    metrics.deprecated('GET', '/old')
    const called = metrics.deprecated('GET', '/older', '1')
    called()
    called()
    expect(parse(metrics.text()).get('http_server_deprecated_requests_total')).toMatchObject({
      type: 'counter',
      samples: [
        { labels: { http_request_method: 'GET', http_route: '/old' }, value: 0 },
        { labels: { http_request_method: 'GET', http_route: '/older', api_version: '1' }, value: 2 },
      ],
    })
  })

  it('have values and durations of others, by their labels', () => {
    const metrics = createMetrics()
    metrics.gauges('depth', 'Depth.', () => [{ labels: { queue: 'a"b' }, value: 3 }])
    const durations = metrics.histogram('own_seconds', 'Own.', [10])
    for (const duration of [5, 50]) durations({ job: 'a' }).observe(duration)
    const families = parse(metrics.text())
    expect(families.get('depth')).toMatchObject({ samples: [{ labels: { queue: 'a"b' }, value: 3 }] })
    expect(families.get('own_seconds')?.samples.map(({ value }) => value)).toEqual([1, 2, 0.055, 2])
  })

  it('are read once their sources were refreshed, whatever fails', async () => {
    const metrics = createMetrics()
    let value = 0
    metrics.gauge('fresh', 'Fresh.', () => value)
    metrics.refresh(() => Promise.reject(new Error('no')))
    metrics.refresh(async () => {
      await Promise.resolve()
      value = 7
    })
    expect(await metrics.read()).toContain('\nfresh 7\n')
  })

  it('tell of the process, and count what only grows as a counter', () => {
    const families = parse(createMetrics().text())
    expect(families.get('process_cpu_seconds_total')?.type).toBe('counter')
    expect(families.get('process_resident_memory_bytes')).toMatchObject({
      type: 'gauge',
      samples: [{ value: expect.any(Number) }],
    })
    for (const [name, { type }] of families) expect(name.endsWith('_total')).toBe(type === 'counter')
  })
})
