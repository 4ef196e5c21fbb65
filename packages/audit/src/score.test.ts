import { expect, it } from 'vitest'
import type { Severity } from './check.ts'
import type { Result } from './report.ts'
import { scoreByConcept, scoreOf, SCORING } from './score.ts'

const OUTCOMES = ['passed', 'failed', 'inconclusive'] as const
const SEVERITIES: readonly Severity[] = ['must', 'should', 'may']

const one = (outcome: Result['outcome'], severity: Severity, concept = 'routing') => ({
  outcome,
  severity,
  concept,
})

// Whoever changes one of these numbers changes SCORING as well.
it('counts as scoring 1 does', () => {
  const scores = SEVERITIES.map((severity) =>
    OUTCOMES.map((outcome) => [
      `a ${severity} that ${outcome}, beside one of each that passed`,
      scoreOf([one(outcome, severity), ...SEVERITIES.map((each) => one('passed', each))]).score,
    ]),
  )
  expect({ scoring: SCORING, scores: Object.fromEntries(scores.flat()) }).toMatchInlineSnapshot(`
    {
      "scores": {
        "a may that failed, beside one of each that passed": 88,
        "a may that inconclusive, beside one of each that passed": 100,
        "a may that passed, beside one of each that passed": 100,
        "a must that failed, beside one of each that passed": 61,
        "a must that inconclusive, beside one of each that passed": 100,
        "a must that passed, beside one of each that passed": 100,
        "a should that failed, beside one of each that passed": 80,
        "a should that inconclusive, beside one of each that passed": 100,
        "a should that passed, beside one of each that passed": 100,
      },
      "scoring": 1,
    }
  `)
})

it('counts what could not be told neither way', () => {
  expect(scoreOf([one('inconclusive', 'must')])).toEqual({
    score: null,
    passed: 0,
    failed: 0,
    inconclusive: 1,
  })
  expect(scoreOf([])).toEqual({ score: null, passed: 0, failed: 0, inconclusive: 0 })
})

it('gives 100 only to what has no finding', () => {
  const many = Array.from({ length: 500 }, () => one('passed', 'must'))
  expect(scoreOf(many).score).toBe(100)
  expect(scoreOf([...many, one('failed', 'may')]).score).toBe(99)
})

it('scores each concept by itself, in their order', () => {
  expect(
    scoreByConcept([
      one('passed', 'must', 'http'),
      one('failed', 'must', 'caching'),
      one('failed', 'should', 'http'),
    ]),
  ).toEqual([
    { concept: 'http', score: 71, passed: 1, failed: 1, inconclusive: 0 },
    { concept: 'caching', score: 0, passed: 0, failed: 1, inconclusive: 0 },
  ])
})
