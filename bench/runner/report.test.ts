import { expect, test } from 'vitest'
import { question } from './fixtures/question.ts'
import type { Measured } from './measure.ts'
import type { ContestantInfo } from './question.ts'
import { toResult, toTable } from './report.ts'

const contestants: ContestantInfo[] = ['quick', 'slow'].map((name) => ({
  name,
  title: name,
  packages: ['vitest'],
  pipeline: true,
}))

function measured(name: string, cpu: readonly number[]): Measured {
  const samples = cpu.map((value) => ({ cpu: value, requestsPerSecond: 1000, p50: 1, p99: 2 }))
  return { name, samples, memory: 5e7 }
}

const run = {
  command: 'npm run bench',
  plan: { rounds: 3, requests: 1, warmUp: 1 },
  connections: 32,
  bases: ['slow'],
}

test('a ratio compares two contestants in the same round, whatever the round was like', () => {
  const all = [measured('quick', [10, 40, 20]), measured('slow', [20, 80, 40])]
  const result = toResult({ ...question, contestants }, all, run)
  expect(result.contestants[0]?.ratios).toEqual({ slow: { median: 0.5, lower: 0.5, upper: 0.5 } })
  expect(result.contestants[0]?.cpu).toEqual({ median: 20, lower: 10, upper: 40 })
  expect(result.versions.vitest).toMatch(/^\d+\./)
})

test('the table leaves out what was not measured', () => {
  const result = toResult({ ...question, contestants }, [measured('quick', [10])], run)
  expect(toTable(result)).toBe(
    [
      '|       | CPU µs per request | req/s | p50 ms | p99 ms | RSS MB |',
      '|-------|-------------------:|------:|-------:|-------:|-------:|',
      '| quick |   10.0 (10.0–10.0) |  1000 |   1.00 |   2.00 |     50 |',
    ].join('\n'),
  )
})
