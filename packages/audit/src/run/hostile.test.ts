import type { Socket } from 'node:net'
import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { decoded } from '../checks/http/coding.ts'
import { rawFlaw } from '../flaws/flawed.ts'
import { discover } from '../target/discover.ts'
import type { Target } from '../target/target.ts'
import type { Answered } from '../wire/exchange.ts'
import { createBudget } from './budget.ts'
import { createInspection, NoAnswer } from './inspection.ts'
import { randomOf } from './random.ts'

const MOST = 24 << 20
const PIECE = 'x'.repeat(64 << 10)

/** Says something, and then something else for as long as anybody listens. */
function endless(begin: string, piece: string) {
  return rawFlaw((socket) => {
    const go = () => {
      while (socket.writable && socket.write(piece));
    }
    socket.once('data', () => {
      socket.write(begin)
      socket.on('drain', go)
      go()
    })
  })
}

/** Asks once, as checks do. */
async function ask(specimen: ReturnType<typeof endless>, within: number): Promise<Answered | NoAnswer> {
  await using server = await specimen.start()
  const target = { origin: new URL(server.url) } as Target
  using inspection = createInspection(
    target,
    createBudget(10, 10),
    randomOf('test'),
    AbortSignal.timeout(20_000),
  )
  try {
    return await inspection.send({ path: '/' }, { within })
  } catch (error) {
    if (error instanceof NoAnswer) return error
    throw error
  }
}

const HEAD = 'HTTP/1.1 200 OK\r\n'

it.each([
  ['content until the end of the connection', `${HEAD}\r\n`, PIECE],
  ['content of a length that is never reached', `${HEAD}Content-Length: 99999999999\r\n\r\n`, PIECE],
  ['large chunks', `${HEAD}Transfer-Encoding: chunked\r\n\r\n`, `10000\r\n${PIECE}\r\n`],
  ['small chunks', `${HEAD}Transfer-Encoding: chunked\r\n\r\n`, '1\r\nx\r\n'.repeat(10_000)],
])('keeps a part of endless content: %s', async (_, begin, piece) => {
  const answered = await ask(endless(begin, piece), 15_000)
  if (answered instanceof NoAnswer) throw answered
  expect(answered.answer).toMatchObject({ status: 200, complete: false })
  expect(answered.received.length).toBeLessThanOrEqual(MOST)
  expect(answered.received.length).toBeGreaterThan(MOST / 2)
})

it('takes a head without an end for no answer', async () => {
  const answered = await ask(endless(HEAD, 'X-A: b\r\n'.repeat(1000)), 15_000)
  if (answered instanceof NoAnswer) throw answered
  expect(answered.answer).toMatchObject({ status: 0, faults: ['its head has no end within 1 MiB'] })
  expect(answered.received.length).toBeLessThan(4 << 20)
})

it('waits for no answer behind a hundred interim ones', async () => {
  const answered = await ask(endless('', 'HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(10)), 15_000)
  expect((answered as NoAnswer).message).toBe(
    'No answer to GET / came in time: 100 interim answers came before it.',
  )
})

it('gives a slow drip the time that an answer has, and no more', async () => {
  const drip = rawFlaw((socket: Socket) => {
    socket.write(`${HEAD}Content-Length: 100000\r\n\r\n`)
    const timer = setInterval(() => socket.write('x'), 20)
    socket.once('close', () => clearInterval(timer))
  })
  expect(((await ask(drip, 300)) as NoAnswer).message).toBe('No answer to GET / came within 300 ms.')
})

it('unpacks no bomb, and no content that is coded again and again', async () => {
  const bomb = gzipSync(Buffer.alloc(100 << 20), { level: 9 })
  const serving = (codings: string, content: Buffer) =>
    rawFlaw((socket) =>
      socket.once('data', () => {
        socket.end(
          Buffer.concat([
            Buffer.from(`${HEAD}Content-Encoding: ${codings}\r\nContent-Length: ${content.length}\r\n\r\n`),
            content,
          ]),
        )
      }),
    )
  for (const specimen of [
    serving('gzip', bomb),
    serving(Array.from({ length: 1000 }, () => 'identity').join(', '), Buffer.from('x')),
  ]) {
    const answered = await ask(specimen, 5000)
    if (answered instanceof NoAnswer) throw answered
    expect(answered.answer.complete).toBe(true)
    expect(decoded(answered.answer)).toBeUndefined()
  }
})

it('says of what never ends its head that it cannot be audited', async () => {
  await using server = await endless(HEAD, 'X-A: b\r\n'.repeat(1000)).start()
  await expect(discover(server.url, {}, createBudget(100, 100), 'test')).rejects.toThrow(
    'speaks no HTTP: its head has no end within 1 MiB',
  )
})
