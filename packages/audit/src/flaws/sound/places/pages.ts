import { randomBytes } from 'node:crypto'
import type { Asked } from '../asked.ts'
import type { Endpoint, Place } from '../endpoint.ts'
import { KINDS, Problem } from '../problem.ts'
import { represent } from '../represent.ts'
import type { Reply } from '../reply.ts'

const TYPE = 'text/html; charset=utf-8'

const page: Endpoint = {
  id: 'readPage',
  summary: 'A page for people',
  gives: { status: 200, description: 'The page.', types: [TYPE] },
  run: (asked) => html(asked, 'Sound', 'A small backend that keeps its promises.'),
}

const problemPage: Endpoint = {
  id: 'readProblem',
  summary: 'What a kind of failure means',
  gives: { status: 200, description: 'The page.', types: [TYPE] },
  run(asked) {
    const { kind } = asked.path
    if (kind !== 'invalid' && kind !== 'idempotency-key-reused')
      throw new Problem(404, 'There is no such kind.')
    return html(asked, KINDS[kind].title, KINDS[kind].says)
  },
}

export const pagePlaces: readonly Place[] = [
  { pattern: '/page', methods: { GET: page } },
  {
    pattern: '/problems/{kind}',
    parameters: { kind: { schema: { type: 'string' }, example: 'invalid' } },
    methods: { GET: problemPage },
  },
]

/** A page whose script and style are its own alone. Not to be kept: a nonce is for one answer (CSP level 3, section 7.1). */
function html(asked: Asked, title: string, says: string): Reply {
  const nonce = randomBytes(16).toString('base64')
  const body = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" href="data:,">
<style nonce="${nonce}">body { font-family: sans-serif }</style>
</head>
<body>
<main>
<h1>${title}</h1>
<p>${says}</p>
</main>
<script nonce="${nonce}">document.documentElement.dataset.ready = 'yes'</script>
</body>
</html>
`
  return represent(asked, {
    type: TYPE,
    body: Buffer.from(body),
    cache: 'no-store',
    tag: false,
    headers: {
      'Content-Security-Policy': `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
    },
  })
}
