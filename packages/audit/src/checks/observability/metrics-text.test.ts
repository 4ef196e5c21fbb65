import { describe, expect, it } from 'vitest'
import { readMetrics } from './metrics-text.ts'

const GOOD = `# HELP http_requests_total Requests, "all".
# TYPE http_requests_total counter
http_requests_total{method="GET",path="/a\\"b\\\\c"} 1027 1395066363000
http_requests_total{method="POST",} 3
# A comment.
# TYPE took_seconds histogram
took_seconds_bucket{le="0.1"} 2
took_seconds_bucket{le="+Inf"} 3
took_seconds_sum 5.3e-1
took_seconds_count 3

up NaN
`

describe('reading metrics', () => {
  it('reads names, labels, values and types', () => {
    const { samples, types, faults } = readMetrics(GOOD)
    expect(faults).toEqual([])
    expect(samples).toHaveLength(7)
    expect(samples[0]).toEqual({
      name: 'http_requests_total',
      labels: new Map([
        ['method', 'GET'],
        ['path', '/a\\"b\\\\c'],
      ]),
      value: 1027,
    })
    expect(types.get('took_seconds')).toBe('histogram')
  })

  it.each([
    ['http-requests 1\n', 'is no value'],
    ['a{b=c} 1\n', 'has no label'],
    ['a{b="c",b="d"} 1\n', 'twice'],
    ['a one\n', 'no number'],
    ['a 1\na 2\n', 'is there twice'],
    ['a 1', 'line feed'],
    ['# TYPE a number\na 1\n', 'which there is not'],
    ['a 1\n# TYPE a counter\n', 'comes after'],
    ['{"a": 1}\n', 'is no value'],
  ])('refuses %j', (text, says) => {
    expect(readMetrics(text).faults.join()).toContain(says)
  })
})
