import { readFile } from 'node:fs/promises'
import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import type { Target } from '../../target/target.ts'
import { text } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'
import { addressOf, parentOf } from './second-address.ts'

/** Files that are on most machines, hold no secret, and cannot be mistaken for anything else. */
const FILES = [
  { name: 'etc/passwd', holds: /^root:[^:\n]*:0:0:.*$/m },
  { name: 'windows/win.ini', holds: /^; for 16-bit app support\r?$/m },
]

/** Ways to write "one folder up", and between what follows. */
const CLIMBS = [
  { up: '../', slash: '/' },
  { up: '%2e%2e/', slash: '/' },
  { up: '..%2f', slash: '%2f' },
  { up: '%252e%252e%252f', slash: '%252f' },
  { up: '..%5c', slash: '%5c' },
  { up: '....//', slash: '/' },
  { up: '.%00./', slash: '/' },
  { up: '%c0%ae%c0%ae/', slash: '/' },
]
const DEPTH = 12

export const tailStaysInside = check({
  id: 'routing/tail-stays-inside',
  claim: 'No spelling of a path reaches a file outside of what is served.',
  severity: 'must',
  source: [
    text('CWE-22 Path Traversal', 'https://cwe.mitre.org/data/definitions/22.html'),
    text('OWASP Path Traversal', 'https://owasp.org/www-community/attacks/Path_Traversal'),
  ],
  mend: {
    general:
      "Join the folder and the decoded tail, resolve the file's real path, and refuse it unless the folder is its beginning. Do so also where the router refuses dot segments: each must hold without the other.",
    stacks: {
      Express:
        'express.static(folder), or res.sendFile(tail, { root: folder }), which both refuse what leads out.',
      'Go net/http': 'os.OpenRoot(folder) (Go 1.24), or http.FileServerFS.',
      nginx: 'alias needs the same slash at its end as its location: location /img/ { alias /srv/img/; }',
      Django: 'django.utils._os.safe_join(folder, tail)',
    },
  },
  run: ({ send, target }) =>
    across(foldersOf(target), 'It has no address.', async (folder) => {
      for (const tail of tails()) {
        const exchange = await send({ path: `${folder}${tail}` })
        const body = exchange.answer.body.toString('latin1')
        const file = FILES.find(({ holds }) => holds.test(body))
        if (exchange.answer.status < 300 && file !== undefined)
          return failed(`${folder}${tail} gives the file /${file.name} of the machine.`, exchange, file.holds)
      }
      return passed()
    }),
  flaw: flawed((request, response, pass) => {
    const path = decodeURIComponent((request.url ?? '/').replace(/%(?![0-7][0-9a-f])/gi, ''))
    if (!path.includes('../') || !path.endsWith('etc/passwd')) return pass()
    void readFile('/etc/passwd').then((file) => response.end(file))
  }),
})

function* tails(): Generator<string> {
  for (const { up, slash } of CLIMBS) yield up.repeat(DEPTH) + `etc${slash}passwd`
  yield `..%5c`.repeat(DEPTH) + 'windows%5cwin.ini'
  yield '../'.repeat(DEPTH) + 'windows/win.ini'
  yield '/etc/passwd'
  yield '%2fetc%2fpasswd'
}

/** Where files are most likely to be served from: what the pages lie in, and what they link to. */
function foldersOf({ base, pages }: Target): string[] {
  const paths = pages.map((page) => addressOf(page).path)
  const linked = pages.flatMap(({ seen }) =>
    [...seen.answer.body.toString('latin1').matchAll(/(?:src|href)="(\/[\w./-]+)"/g)].map(
      ([, path]) => path ?? '/',
    ),
  )
  const folders = [...paths, ...linked].map(parentOf).filter((folder) => folder.startsWith('/'))
  return [...new Set([`${base}/`, ...folders])].slice(0, MOST_FOLDERS)
}

const MOST_FOLDERS = 5
