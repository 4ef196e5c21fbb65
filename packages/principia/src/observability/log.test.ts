import { describe, expect, it } from 'vitest'
import { Secret } from '../config/index.ts'
import type { TraceRecord } from '../context/index.ts'
import { createLogger, scopedLog } from './index.ts'

function logged(write: (logger: ReturnType<typeof createLogger>) => void): Record<string, unknown>[] {
  const lines: Record<string, unknown>[] = []
  write(
    createLogger({
      level: 'debug',
      format: 'json',
      destination: { write: (line) => void lines.push(JSON.parse(line)) },
    }),
  )
  return lines
}

describe('a log line', () => {
  it('is JSON with a level by name and a time by ISO 8601', () => {
    const [line] = logged((logger) => logger.warn({ a: 1 }, 'careful'))
    expect(line).toEqual({
      level: 'warn',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]{12}Z$/),
      a: 1,
      msg: 'careful',
    })
  })

  it.each([
    [{ password: 'hunter2' }],
    [{ user: { password: 'hunter2' } }],
    [{ request: { headers: { Authorization: 'Bearer hunter2', 'set-cookie': ['hunter2'] } } }],
    [{ list: [{ token: 'hunter2' }] }],
    [
      {
        API_KEY: 'hunter2',
        client_secret: 'hunter2',
        'x-api-key': 'hunter2',
        refreshToken: { value: 'hunter2' },
      },
    ],
    [{ err: Object.assign(new Error('refused'), { config: { headers: { cookie: 'hunter2' } } }) }],
    [Object.assign(new Error('refused'), { password: 'hunter2' })],
    [{ key: new Secret('hunter2') }],
  ])('%# never carries a secret', (fields) => {
    expect(JSON.stringify(logged((logger) => logger.info(fields, 'x')))).not.toContain('hunter2')
  })

  it('carries everything else, and leaves what it was given untouched', () => {
    const fields = {
      tokens: 5,
      passwords: 0,
      user: { id: 1, password: 'hunter2' },
      at: new Date(0),
      none: undefined,
      nothing: null,
    }
    const [line] = logged((logger) => logger.info(fields, 'x'))
    expect(line).toMatchObject({
      tokens: 5,
      passwords: 0,
      user: { id: 1, password: '[redacted]' },
      at: '1970-01-01T00:00:00.000Z',
      nothing: null,
    })
    expect(fields.user.password).toBe('hunter2')
  })

  it('is written whatever it is given', () => {
    const circle: Record<string, unknown> = {}
    circle.self = circle
    const lines = logged((logger) => {
      logger.info(circle, 'a circle')
      logger.info({ big: 10n }, 'a bigint')
      logger.info(Object.create(null), 'no prototype')
    })
    expect(lines.map(({ msg }) => msg)).toEqual(['a circle', 'a bigint', 'no prototype'])
  })

  it('of a request carries its ids, and is kept in its record', () => {
    const trace = { start: performance.now(), logs: undefined } as TraceRecord
    const lines = logged((logger) => {
      const log = scopedLog(logger, { requestId: 'r', traceId: 't', trace })
      log.info('plain')
      log.error(new Error('broken'), 'an error')
      log.debug({ n: 1 }, 'with fields')
    })
    expect(lines).toMatchObject([
      { requestId: 'r', traceId: 't', level: 'info', msg: 'plain' },
      { level: 'error', err: { message: 'broken' }, msg: 'an error' },
      { level: 'debug', n: 1, msg: 'with fields' },
    ])
    expect(trace.logs?.map(({ level, message }) => `${level} ${message}`)).toEqual([
      'info plain',
      'error an error',
      'debug with fields',
    ])
  })
})
