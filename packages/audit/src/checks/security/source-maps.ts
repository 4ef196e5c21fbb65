import { check } from '../../check.ts'
import { answering } from '../../flaws/answering.ts'
import type { Specimen } from '../../flaws/specimen.ts'
import { text } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'
import { jsonOf, type Answer } from '../../wire/answer.ts'
import { htmlPages } from './answers.ts'

const MOST = 5

export const sourceMaps = check({
  id: 'security/source-maps',
  claim: 'Scripts do not come with the source that they were made from.',
  severity: 'may',
  source: text('Source map format (ECMA-426)', 'https://tc39.es/ecma426/'),
  mend: {
    general:
      'Build source maps for your error tracker and upload them there, and leave them out of what is served; unless your source is public anyway.',
    stacks: {
      Vite: "build.sourcemap: 'hidden', and do not copy *.map",
      webpack: "devtool: 'hidden-source-map'",
    },
  },
  async run({ target, send }) {
    const scripts = htmlPages({ target }).flatMap(({ path, seen }) =>
      scriptsIn(seen.answer).flatMap((address) => {
        const url = URL.parse(address, new URL(path, target.origin))
        return url?.origin === target.origin.origin ? [url] : []
      }),
    )
    const unique = [...new Map(scripts.map((url) => [url.href, url])).values()].slice(0, MOST)
    return across(unique, 'No page loads a script of its own host.', async (url) => {
      const script = await send({ path: url.pathname + url.search })
      const map = mapOf(script.answer)
      if (map === undefined) return passed()
      const at = URL.parse(map, url)
      if (at?.origin !== url.origin) return passed()
      const seen = await send({ path: at.pathname + at.search })
      if (seen.answer.status !== 200 || !isMap(jsonOf(seen.answer))) return passed()
      return failed(`${url.pathname} leads to ${at.pathname}, which has its source.`, seen)
    })
  },
  flaw: bundled('//# sourceMappingURL=app.js.map'),
  sound: bundled(''),
})

function scriptsIn({ body }: Answer): string[] {
  return [...body.toString().matchAll(/<script\b[^>]*?\ssrc\s*=\s*["']?([^"'\s>]+)/gi)].map(
    ([, address]) => address as string,
  )
}

function mapOf({ headers, body }: Answer): string | undefined {
  const end = body.subarray(-2000).toString()
  const inField = headers.get('sourcemap') ?? headers.get('x-sourcemap')
  return inField ?? /\/\/[#@] sourceMappingURL=(?!data:)(\S+)/.exec(end)?.[1]
}

function isMap(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'mappings' in value && 'sourcesContent' in value
}

function bundled(comment: string): Specimen {
  const files: Readonly<Record<string, readonly [string, string]>> = {
    '/': ['text/html', '<!doctype html><script src="/app.js"></script>'],
    '/app.js': ['text/javascript', `let a=1\n${comment}\n`],
    '/app.js.map': [
      'application/json',
      JSON.stringify({ version: 3, mappings: 'AAAA', sources: ['app.ts'], sourcesContent: ['const a = 1'] }),
    ],
  }
  return answering((request, response) => {
    const [type, content] = files[request.url ?? ''] ?? []
    response.writeHead(type === undefined ? 404 : 200, { 'content-type': type ?? 'text/plain' })
    response.end(content ?? 'Not Found')
  })
}
