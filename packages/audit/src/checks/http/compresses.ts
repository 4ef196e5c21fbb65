import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'
import { essence } from './field-syntax.ts'
import { sample } from './survey.ts'
import { toRequest } from './while-steady.ts'
import { STATUS } from '../../wire/answer.ts'

/** Bytes from which on it surely pays. */
const WORTH_IT = 4096
const TEXT =
  /^(?:text\/(?!event-stream)|application\/(?:[\w.-]+\+)?(?:json|xml)$|application\/javascript|image\/svg)/

export const compresses = check({
  id: 'http/compresses',
  claim: 'Large text is compressed for who accepts it.',
  severity: 'should',
  source: [rfc(9110, '8.4.1'), rfc(9110, '12.5.3')],
  mend: {
    general:
      'Compress text from about 1 KiB on, in the server or the proxy before it; it is a fifth of the size then. Leave out what has a secret beside a text of the caller (BREACH).',
    stacks: {
      nginx: 'gzip on; gzip_vary on; gzip_types application/json text/css application/javascript;',
      Caddy: 'encode zstd gzip',
      Express: 'app.use(compression())',
      Fastify: "await app.register(import('@fastify/compress'))",
      'Spring Boot': 'server.compression.enabled=true',
      Django: 'django.middleware.gzip.GZipMiddleware',
      FastAPI: 'app.add_middleware(GZipMiddleware, minimum_size=1000)',
    },
  },
  async run({ send, target }) {
    const forMachines = Object.values(target.health)
    const large = target.pages.filter(
      // What belongs to one person may be left plain on purpose.
      ({ path, as, seen: { answer } }) =>
        as === undefined &&
        !forMachines.includes(path) &&
        answer.body.length >= WORTH_IT &&
        TEXT.test(essence(answer.headers.get('content-type'))) &&
        !answer.headers.list('cache-control').includes('no-transform'),
    )
    return across(
      sample(large, 5),
      `None of its public pages is a text of ${WORTH_IT} bytes.`,
      async (page) => {
        const exchange = await send(toRequest(page, { 'Accept-Encoding': 'gzip, deflate, br, zstd' }))
        const { status, headers, body } = exchange.answer
        if (status !== 200) return undefined
        if (headers.has('content-encoding')) return passed()
        return failed(
          `${page.path}, ${body.length} bytes of ${headers.get('content-type')}, was sent plain to who accepts gzip, br and zstd.`,
          exchange,
          STATUS,
        )
      },
    )
  },
  flaw: flawed((request, _, pass) => {
    delete request.headers['accept-encoding']
    pass()
  }),
})
