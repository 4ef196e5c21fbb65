import { check } from '../../check.ts'
import { sloppy } from '../../flaws/sloppy.ts'
import { rfc } from '../../source.ts'
import type { Inspection } from '../../run/inspection.ts'
import { across, failed, inconclusive, need, passed, type Verdict } from '../../verdict.ts'
import { statusLine } from '../../wire/answer.ts'
import { writeHead } from './resource-content.ts'

const PIECE = Buffer.alloc(256 << 10, 'a')
/** Octets: more than the usual limits, which are from 100 KB to 30 MB. */
const MUCH = 32 << 20

export const tooLarge = check({
  id: 'http/too-large',
  claim: 'Content beyond the limit is refused with 413, also without Content-Length.',
  severity: 'should',
  source: rfc(9110, '15.5.14'),
  mend: {
    general:
      'Limit the content of each kind of request, by what arrives and not only by Content-Length; answer 413 and close the connection instead of reading the rest.',
    stacks: {
      Express: "express.json({ limit: '100kb' })",
      Fastify: 'fastify({ bodyLimit: 102_400 })',
      'Go net/http': 'r.Body = http.MaxBytesReader(w, r.Body, 100<<10)',
      'ASP.NET Core': 'options.Limits.MaxRequestBodySize = 102_400;',
      nginx: 'client_max_body_size 100k;',
      Django: 'DATA_UPLOAD_MAX_MEMORY_SIZE = 102_400',
    },
  },
  needs: ['resource'],
  run: (inspection) =>
    across(
      [
        { how: `that says it has ${MUCH >> 20} MiB`, field: `Content-Length: ${MUCH}\r\n`, chunked: false },
        { how: 'in chunks', field: 'Transfer-Encoding: chunked\r\n', chunked: true },
      ],
      'There was nothing to send.',
      (form) => flood(inspection, form),
    ),
  flaw: sloppy({ contentUnlimited: true, timePerByte: true }),
})

async function flood(
  { target, connect }: Inspection,
  { how, field, chunked }: { readonly how: string; readonly field: string; readonly chunked: boolean },
): Promise<Verdict> {
  const head = need(writeHead(target, field), 'Nothing is known that takes content.')
  const connection = await connect()
  await connection.write(head)
  // What begins like a text in JSON is read on by a parser that works as content arrives.
  const open = '{"a":"'
  await connection.write(chunked ? `${open.length}\r\n${open}\r\n` : open)
  let answer = await connection.next('POST', 50)
  let sent = open.length
  for (
    ;
    sent + PIECE.length <= MUCH && answer === undefined && connection.ended === 'open';
    sent += PIECE.length
  ) {
    if (chunked) await connection.write(`${PIECE.length.toString(16)}\r\n`)
    await connection.write(PIECE)
    if (chunked) await connection.write('\r\n')
    answer = await connection.next('POST', 1)
  }
  const whole = answer === undefined && connection.ended === 'open'
  if (whole) await connection.write(chunked ? '2\r\n"}\r\n0\r\n\r\n' : `${'a'.repeat(MUCH - sent - 2)}"}`)
  answer ??= await connection.next('POST', 3000)
  const { exchange } = connection
  connection.destroy()
  const size = `${(sent / (1 << 20)).toFixed(1)} MiB`
  if (answer === undefined) {
    return exchange.ended === 'open'
      ? inconclusive(`Content of ${size} was read, and not answered within 3 s.`)
      : inconclusive(
          `After ${size} of content the connection was ${exchange.ended}; whether it was told why cannot be known.`,
        )
  }
  if (answer.status === 413) return passed(`After ${size} it was 413.`)
  if (answer.status === 408) return inconclusive(`Content of ${size} took the target too long (408).`)
  // A server that refuses and hangs up is often overtaken by its own reset: who stands in front of it then knows no more.
  if (answer.status >= 502 && answer.status <= 504)
    return inconclusive(
      `After ${size} of content a server in front said ${statusLine(answer)}: what is behind it took no more, and whether it said why cannot be known.`,
    )
  if (answer.status >= 400 && answer.status < 500 && !whole)
    return passed(`After ${size} it was ${statusLine(answer)}.`)
  const mark = { in: 'received', from: answer.from, to: answer.to } as const
  return failed(
    `Content ${how} was read for ${size}, and answered with ${statusLine(answer)}; 413 was expected.`,
    exchange,
    mark,
  )
}
