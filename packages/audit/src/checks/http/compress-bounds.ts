import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { gzipSync } from 'node:zlib'
import { rfc } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'
import { decoded } from './coding.ts'
import { essence, lineOf } from './field-syntax.ts'
import { sample } from './survey.ts'
import { toRequest } from './while-steady.ts'

const PACKED =
  /^(?:image\/(?:png|jpeg|gif|webp|avif)|video\/|audio\/|font\/woff|application\/(?:zip|gzip|zstd|x-7z-compressed|x-gzip)$)/

export const compressBounds = check({
  id: 'http/compress-bounds',
  claim: 'Small and packed content is not compressed.',
  severity: 'should',
  source: rfc(9110, '8.4.1'),
  mend: {
    general:
      'Begin at about 1 KiB, and name the types that are text. A picture is packed already: compressing it costs time on both sides and wins nothing.',
    stacks: {
      nginx: 'gzip_min_length 1000; and gzip_types with text types only',
      Express: "compression({ threshold: '1kb' })",
      'Spring Boot': 'server.compression.min-response-size=2KB',
      FastAPI: 'GZipMiddleware(minimum_size=1000)',
    },
  },
  async run({ send, target }) {
    const small = target.pages.filter(({ seen }) => seen.answer.body.length < 200)
    const packed = target.pages.filter(({ seen }) =>
      PACKED.test(essence(seen.answer.headers.get('content-type'))),
    )
    const others = sample(target.pages, 3)
    const places = new Set([...sample(small, 6), ...sample(packed, 3), ...others])
    return across(places, 'There is no page to ask for.', async (page) => {
      const exchange = await send(toRequest(page, { 'Accept-Encoding': 'gzip' }))
      const { answer } = exchange
      if (answer.status !== 200) return undefined
      const type = answer.headers.get('content-type') ?? ''
      const plain = answer.headers.has('content-encoding') ? decoded(answer) : undefined
      if (plain === undefined) return passed()
      const isPacked = PACKED.test(essence(type))
      if (!isPacked && plain.length > answer.body.length) return passed()
      return failed(
        `${page.path} (${type}) was compressed from ${plain.length} to ${answer.body.length} bytes.`,
        exchange,
        lineOf('Content-Encoding'),
      )
    })
  },
  flaw: tampered((answer, request) => {
    if (
      answer.headers['content-encoding'] !== undefined ||
      !/gzip/.test(String(request.headers['accept-encoding']))
    )
      return
    answer.headers['content-encoding'] = 'gzip'
    answer.body = gzipSync(answer.body)
  }),
})
