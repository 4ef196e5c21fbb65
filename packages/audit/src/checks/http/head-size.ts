import { check } from '../../check.ts'
import { text } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'
import { sending } from './field-is-well.ts'
import { survey } from './survey.ts'

/** What nginx reads of a head before it answers 502, unless told otherwise: one memory page, 4 or 8 KiB. */
const MOST = 8192

export const headSize = check({
  id: 'http/head-size',
  claim: 'The head of an answer is small enough for the proxies on its way.',
  severity: 'should',
  source: text(
    'nginx, proxy_buffer_size',
    'https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_buffer_size',
  ),
  mend: {
    general:
      'Find the field that grows: a cookie that holds a whole session, a policy that lists every host, links to every page. Keep sessions on the server and send their id.',
  },
  async run(inspection) {
    return across(await survey(inspection), 'Nothing answered.', (answered) => {
      const { fields } = answered.answer.headers
      const bytes = fields.reduce((sum, [name, value]) => sum + name.length + value.length + 4, 0)
      if (bytes <= MOST) return passed()
      const [largest] = fields.toSorted((one, other) => other[1].length - one[1].length)
      return failed(
        `The fields of an answer were ${bytes} bytes long, most of it ${largest?.[0]}; ${MOST} are what proxies take by default.`,
        answered,
      )
    })
  },
  flaw: sending({ 'x-features': 'on,'.repeat(3000) }),
})
