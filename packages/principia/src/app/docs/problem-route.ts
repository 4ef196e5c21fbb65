import { isProblemKind, problems, problemType, type ProblemDefinition } from '../../errors/index.ts'
import { reply, route, type Route } from '../../routing/index.ts'
import { escapeHtml } from '../../http/escape-html.ts'
import { EXPLANATIONS } from './explanations.ts'

interface Explained {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly meaning?: string
  readonly remedy?: string
  /** The operations that declare it, as `METHOD /path`. */
  readonly declaredBy: readonly string[]
}

/**
 * `GET /problems/:name`: what a problem's type URI leads to (RFC 9457 section 3.1.1 recommends that it
 * leads somewhere). HTML for a person in a browser, JSON for everybody else.
 */
export function problemRoute(routes: readonly Route[], docs: string): Route {
  const explained = explainAll(routes)
  return route('GET /problems/:name', { access: 'public', hidden: true }, ({ params, header }) => {
    const found = explained.get(params.name)
    if (found === undefined) throw problems.notFound(`No problem is called "${params.name}".`)
    const headers = { vary: 'accept', 'cache-control': 'no-cache' }
    if (header('accept')?.includes('text/html') !== true) return reply(200, found, headers)
    return reply(200, toPage(found, docs), { ...headers, 'content-type': 'text/html; charset=utf-8' })
  })
}

function explainAll(routes: readonly Route[]): Map<string, Explained> {
  const explained = new Map<string, Explained>()
  for (const { problem, status, title } of Object.values(problems)) {
    explained.set(problem, {
      type: problemType(problem),
      title,
      status,
      ...EXPLANATIONS[problem],
      declaredBy: [],
    })
  }
  for (const { method, path, spec } of routes) {
    for (const { problem, status, title } of Object.values(spec.responses ?? {}).flatMap(problemsOf)) {
      const known = explained.get(problem) ?? { type: problemType(problem), title, status, declaredBy: [] }
      const declaredBy = spec.hidden === true ? known.declaredBy : [...known.declaredBy, `${method} ${path}`]
      explained.set(problem, { ...known, declaredBy })
    }
  }
  return explained
}

function problemsOf(declared: unknown): ProblemDefinition[] {
  return [declared].flat().filter(isProblemKind)
}

function toPage({ title, status, type, meaning, remedy, declaredBy }: Explained, docs: string): string {
  const base = escapeHtml(docs)
  const paragraphs = [meaning, remedy].filter((text) => text !== undefined)
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${base}/tokens.css">
<link rel="stylesheet" href="${base}/page.css">
</head>
<body class="problem">
<main>
<p class="eyebrow">Problem ${status}</p>
<h1>${escapeHtml(title)}</h1>
<p><code>${escapeHtml(type)}</code></p>
${paragraphs.map((text) => `<p>${withCode(text)}</p>`).join('\n')}
${declaredBy.length === 0 ? '' : `<h2>Declared by</h2>\n<ul>${declaredBy.map((target) => `<li><code>${escapeHtml(target)}</code></li>`).join('')}</ul>`}
<p><a href="${base === '' ? '/' : base}">All operations</a></p>
</main>
</body>
</html>
`
}

function withCode(text: string): string {
  return escapeHtml(text).replaceAll(/`([^`]+)`/g, '<code>$1</code>')
}
