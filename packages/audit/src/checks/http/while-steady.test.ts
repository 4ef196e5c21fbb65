import { describe, expect, it } from 'vitest'
import { Headers1 } from '../../wire/answer.ts'
import type { Answered } from '../../wire/exchange.ts'
import { failed, passed } from '../../verdict.ts'
import { whileSteady } from './while-steady.ts'

describe('a comparison while a page is steady', () => {
  it('fails where the page stays the same and the failure is seen again', async () => {
    const verdict = await whileSteady(saying('a'), { path: '/' }, () => failed('Another.'))
    expect(verdict).toMatchObject({ outcome: 'failed' })
  })

  it('cannot tell where the page says something else each time', async () => {
    const verdict = await whileSteady(saying('a', 'b'), { path: '/' }, () => failed('Another.'))
    expect(verdict).toMatchObject({ outcome: 'inconclusive' })
  })

  it('passes where the failure was one of the moment', async () => {
    let times = 0
    const act = () => (++times === 1 ? failed('Another.') : passed())
    expect(await whileSteady(saying('a'), { path: '/' }, act)).toMatchObject({ outcome: 'passed' })
  })
})

/** What a page says, in turns. */
function saying(...contents: string[]) {
  let asked = 0
  return {
    send: (): Promise<Answered> => {
      const body = Buffer.from(contents[asked++ % contents.length] ?? '')
      const answer = {
        status: 200,
        reason: 'OK',
        version: 'HTTP/1.1',
        headers: new Headers1([]),
        body,
        trailers: new Headers1([]),
        interim: [],
        complete: true,
        framing: 'length' as const,
        faults: [],
        from: 0,
        to: body.length,
        firstByte: 0,
        lastByte: 0,
      }
      return Promise.resolve({
        origin: 'http://127.0.0.1',
        sent: Buffer.alloc(0),
        received: body,
        answers: [answer],
        ended: 'open' as const,
        request: undefined,
        answer,
      })
    },
  }
}
