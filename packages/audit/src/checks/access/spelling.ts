import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { text } from '../../source.ts'
import { failed, markIn, passed } from '../../verdict.ts'
import { escapeLetter } from '../routing/escape-letter.ts'
import { mendGuard } from './mend-guard.ts'
import { FUNCTION_LEVEL } from './sources.ts'
import { findWayIn } from './way-in.ts'

export const spelling = check({
  id: 'access/spelling',
  claim: 'No other spelling of a guarded address gets past its guard.',
  severity: 'must',
  source: [
    ...FUNCTION_LEVEL,
    text(
      'CWE-647 Use of Non-Canonical URL Paths for Authorization Decisions',
      'https://cwe.mitre.org/data/definitions/647.html',
    ),
  ],
  mend: mendGuard,
  needs: ['user'],
  async run(inspection) {
    const found = await findWayIn(inspection, ({ path }) => spellings(path).map((each) => ({ path: each })))
    if (found === undefined) return passed()
    const { place, exchange } = found
    const spelt = exchange.request?.path ?? ''
    return failed(
      `${place.path} refuses nobody, and ${spelt} shows the same to anybody.`,
      exchange,
      markIn(exchange, 'sent', spelt),
    )
  },
  // What is in front compares the path before it is decoded, and what is behind decodes it.
  flaw: flawed((request, _response, pass) => {
    const { url = '/' } = request
    if (url.includes('%')) {
      request.url = decodeURIComponent(url.replaceAll(/%(?![0-9a-f]{2})/gi, '%25'))
      request.headers.authorization ??= 'Bearer ada-token'
    }
    pass()
  }),
})

function spellings(address: string): string[] {
  const [path = '', ...rest] = address.split('?')
  const query = rest.length === 0 ? '' : `?${rest.join('?')}`
  const escaped = escapeLetter(path)
  const last = path.lastIndexOf('/')
  const variants = [
    `${path}/`,
    `/${path}`,
    path.toUpperCase(),
    `${path.slice(0, last)}//${path.slice(last + 1)}`,
    `${path}/.`,
    `${path.slice(0, last)}/./${path.slice(last + 1)}`,
    `/x/..${path}`,
    `/x/..;${path}`,
    `/%2e${path}`,
    `${path};x=1`,
    `${path};`,
    `${path}/;/`,
    `/;x${path}`,
    `${path}%20`,
    `${path}%09`,
    `${path}%00`,
    `${path}%3f`,
    `${path}%23`,
    `${path}.json`,
    `${path}.html`,
    `${path}/x.css`,
    `${path}%2f`,
    `${path.slice(0, last)}%2f${path.slice(last + 1)}`,
    `${path.slice(0, last)}\\${path.slice(last + 1)}`,
  ]
  return [
    ...variants,
    ...(escaped === undefined ? [] : [escaped, escaped.replace(/%(?=[^%]*$)/, '%25')]),
  ].map((each) => each + query)
}
