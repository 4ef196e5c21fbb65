import type { Inspection } from '../../run/inspection.ts'
import { signInRequest } from '../../target/sign-in-request.ts'
import type { Page, Target } from '../../target/target.ts'
import { CannotTell } from '../../verdict.ts'
import type { Answered } from '../../wire/exchange.ts'
import type { RequestSpec } from '../../wire/request.ts'
import { essence } from './field-syntax.ts'

const surveys = new WeakMap<Target, Promise<readonly Answered[]>>()
const MOST_PAGES = 40
/** Bytes of content that all its answers have together: they are kept as long as the audit goes on. */
const MOST_CONTENT = 64 << 20

/**
 * Answers of many kinds: pages as they were found, refusals, answers to HEAD and OPTIONS, compressed and partial ones.
 * They are asked for once, for all checks that only read fields.
 */
export function survey(inspection: Inspection): Promise<readonly Answered[]> {
  const { target } = inspection
  const begun = surveys.get(target)
  if (begun !== undefined) return begun
  const answers = ask(inspection)
  surveys.set(target, answers)
  // Whoever asked may have run out of time; the next check tries again.
  answers.catch(() => surveys.delete(target))
  return answers
}

async function ask({ send, target, signal }: Inspection): Promise<Answered[]> {
  const answers = target.pages.slice(0, MOST_PAGES).map(({ seen }) => seen)
  let content = 0
  for (const request of requests(target)) {
    signal.throwIfAborted()
    try {
      const answered = await send(request)
      content += answered.answer.body.length
      if (content > MOST_CONTENT) break
      answers.push(answered)
    } catch (error) {
      // Why it does not answer is the subject of other checks.
      if (!(error instanceof CannotTell)) throw error
    }
  }
  return answers
}

function requests(target: Target): RequestSpec[] {
  const { guarded, allowedOrigin, users, signIn, writable } = target
  const spread = sample(target.pages, 4)
  const missing = target.missing()
  return [
    { path: missing },
    { path: missing, headers: { Accept: 'text/html' } },
    // Signing in is where cookies are set.
    ...(signIn !== undefined && writable ? [signInRequest(signIn, signIn.right)] : []),
    ...spread.flatMap(({ path, as }): RequestSpec[] => [
      { method: 'HEAD', path, as },
      { method: 'OPTIONS', path, as },
      { path, as, headers: { 'Accept-Encoding': 'gzip' } },
      { path, as, headers: { Range: 'bytes=0-0' } },
      { path, as, headers: { 'If-None-Match': '*' } },
    ]),
    ...guarded.slice(0, 2).flatMap((path): RequestSpec[] => [{ path }, { path, as: users[0] }]),
    ...(allowedOrigin === undefined
      ? []
      : spread.flatMap(({ path, as }): RequestSpec[] => [
          { path, as, headers: { Origin: allowedOrigin } },
          {
            method: 'OPTIONS',
            path,
            headers: { Origin: allowedOrigin, 'Access-Control-Request-Method': 'GET' },
          },
        ])),
  ]
}

/** Pages of as many kinds as there are, so that few requests see much. */
export function sample(pages: readonly Page[], most: number): Page[] {
  const kinds = new Map<string, Page[]>()
  for (const page of pages) {
    const kind = kindOf(page)
    kinds.set(kind, [...(kinds.get(kind) ?? []), page])
  }
  const rows = [...kinds.values()]
  const chosen: Page[] = []
  for (let row = 0; chosen.length < Math.min(most, pages.length); row++)
    chosen.push(...rows.flatMap((kind) => kind[row] ?? []))
  return chosen.slice(0, most)
}

function kindOf({ as, seen: { answer } }: Page): string {
  const { headers } = answer
  const telling = ['etag', 'last-modified', 'vary', 'accept-ranges', 'cache-control']
  const fields = telling.map((name) => headers.has(name))
  const large = answer.body.length > 2000
  return [essence(headers.get('content-type')), as?.name, large, ...fields].join(' ')
}
