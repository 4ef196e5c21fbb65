import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { text } from '../../source.ts'
import type { Target } from '../../target/target.ts'
import { across, failed, passed } from '../../verdict.ts'
import { isHtml } from './answers.ts'

/** What servers write above or into the list of a folder. */
const LISTINGS = [
  /<title>(?:Index of|Directory listing for|Directory: |listing directory) ?\/?/i,
  /<h1>(?:Index of|Directory listing for) \//i,
  // Go's http.FileServer.
  /^(?:<!doctype html>\s*<meta name="viewport"[^>]*>\s*)?<pre>\s*<a href="/i,
  // Caddy's file_server with browse.
  /<span class="meta-item"><b>\d+<\/b> director/,
]

const USUAL = ['static', 'assets', 'uploads', 'files', 'images', 'public', 'js', 'css']
const MOST = 15

export const directoryListing = check({
  id: 'security/directory-listing',
  claim: 'No folder shows what is in it.',
  severity: 'should',
  source: text('CWE-548', 'https://cwe.mitre.org/data/definitions/548.html'),
  mend: {
    general: 'Turn listings off: what nobody has linked to is found by them first.',
    stacks: {
      nginx: 'autoindex off;',
      Apache: 'Options -Indexes',
      Caddy: 'file_server without browse',
      'Go net/http': 'Give http.FileServer a FileSystem whose Open refuses folders.',
    },
  },
  async run({ target, send }) {
    return across(foldersOf(target), 'Nothing was tried.', async (path) => {
      const seen = await send({ path })
      const html = seen.answer.body.subarray(0, 20_000).toString('latin1')
      const listing = LISTINGS.find((pattern) => pattern.test(html))
      if (seen.answer.status !== 200 || !isHtml(seen.answer) || listing === undefined) return passed()
      return failed(`GET ${path} lists what is in the folder.`, seen, listing)
    })
  },
  flaw: flawed((request, response, pass) => {
    if (request.url !== '/static/') return pass()
    response.writeHead(200, { 'content-type': 'text/html' })
    response.end(
      '<html><head><title>Index of /static/</title></head><body><a href="old.zip">old.zip</a></body></html>',
    )
  }),
})

function foldersOf({ base, pages }: Target): string[] {
  const ofPages = pages.map(({ path }) => path.replace(/\?.*$/s, '').replace(/[^/]*$/, ''))
  const all = [...ofPages, ...USUAL.map((name) => `${base}/${name}/`)]
  return [...new Set(all)].slice(0, MOST)
}
