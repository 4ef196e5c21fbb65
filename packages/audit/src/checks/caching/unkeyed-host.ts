import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { text } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'
import { markIn } from '../../verdict.ts'
import { sample } from '../http/survey.ts'
import { varies } from '../http/vary.ts'
import { toRequest } from '../http/while-steady.ts'

const FIELDS = ['X-Forwarded-Host', 'X-Host', 'X-Forwarded-Server', 'X-Original-Host', 'Forwarded']

export const unkeyedHost = check({
  id: 'caching/unkeyed-host',
  claim: 'What shared caches may keep does not repeat a host that any caller can name.',
  severity: 'should',
  source: text(
    'Kettle, Practical Web Cache Poisoning (2018)',
    'https://portswigger.net/research/practical-web-cache-poisoning',
  ),
  mend: {
    general:
      'Take the outer address from the configuration, or from forwarded fields of proxies that are known by their address. A cache does not look at these fields: one caller puts links to a host of their own onto the page that all others get.',
    stacks: {
      Express: "app.set('trust proxy', ['loopback', …]) with the addresses of your proxies, not true",
      Django: 'USE_X_FORWARDED_HOST = False, and ALLOWED_HOSTS',
      Laravel: 'TrustProxies with addresses, not "*"',
      nginx: 'proxy_set_header X-Forwarded-Host $host; overwrites what the caller says',
      Symfony: 'trusted_hosts, and trusted_proxies with addresses',
    },
  },
  async run({ send, target, random }) {
    return across(sample(target.pages, 5), 'There is no page to ask for.', async (page) => {
      for (const name of FIELDS) {
        const host = `${random.word(12)}.example`
        const value = name === 'Forwarded' ? `host=${host};proto=https` : host
        const exchange = await send(toRequest(page, { [name]: value }))
        const { status, body, headers } = exchange.answer
        const repeated =
          body.includes(host) ||
          (headers.get('location') ?? '').includes(host) ||
          (headers.get('link') ?? '').includes(host)
        if (status < 400 && repeated && varies(exchange, name) !== undefined)
          return failed(
            `${page.path} repeats the host of \`${name}: ${value}\`, and may be kept for others.`,
            [{ exchange, mark: markIn(exchange, 'received', host) }],
          )
      }
      return passed()
    })
  },
  flaw: flawed((request, response, pass) => {
    const host = request.headers['x-forwarded-host']
    if (host === undefined) return pass()
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify({ next: `https://${String(host)}/books?page=2` }))
  }),
})
