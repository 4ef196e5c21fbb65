import { describe, expect, it } from 'vitest'
import {
  currentScope,
  KEPT_PER_RECORD,
  recordLog,
  recordQuery,
  runInScope,
  type Scope,
  type TraceRecord,
} from './index.ts'

const scope = { requestId: '1' } as Scope

describe('the scope of a request', () => {
  it('is seen by all that it awaits or starts, and by nothing else', async () => {
    const seen = await runInScope(
      scope,
      async (argument) => {
        await new Promise(setImmediate)
        return [argument, currentScope(), await Promise.all([1, 2].map(async () => currentScope()))]
      },
      'argument',
    )
    expect(seen).toEqual(['argument', scope, [scope, scope]])
    expect(currentScope()).toBeUndefined()
  })
})

describe('a trace record', () => {
  it('keeps so many statements and lines, and no more', () => {
    const record = { queries: undefined, logs: undefined } as TraceRecord
    for (let index = 0; index < KEPT_PER_RECORD * 2; index++) {
      recordLog(record, { at: index, level: 'info', message: 'x' })
      recordQuery(record, {
        sql: 'select 1',
        parameters: 0,
        at: index,
        duration: 1,
        rows: 1,
        error: undefined,
      })
    }
    expect([record.logs?.length, record.queries?.length]).toEqual([KEPT_PER_RECORD, KEPT_PER_RECORD])
    expect(record.logs?.[0]?.at).toBe(0)
  })
})
