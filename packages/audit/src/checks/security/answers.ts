import type { Inspection } from '../../run/inspection.ts'
import type { Page } from '../../target/target.ts'
import { across, failed, passed, type Verdict } from '../../verdict.ts'
import type { Answer } from '../../wire/answer.ts'
import type { Answered } from '../../wire/exchange.ts'

/** Pages that a claim about all of them is judged by. */
const MOST_PAGES = 20

/** What was seen of the pages, and what is said of an address that is not there. */
export async function seenAnswers({ target, send }: Inspection): Promise<Answered[]> {
  const pages = target.pages.slice(0, MOST_PAGES).map(({ seen }) => seen)
  return [...pages, await send({ path: target.missing() })]
}

export function htmlPages({ target }: Pick<Inspection, 'target'>): Page[] {
  return target.pages.filter(({ seen }) => isHtml(seen.answer)).slice(0, MOST_PAGES)
}

export function isHtml(answer: Answer): boolean {
  return /^\s*(?:text\/html|application\/xhtml\+xml)\b/i.test(answer.headers.get('content-type') ?? '')
}

/** What all HTML pages have to have: `lacks` tells what is wrong with one, and where to mark it. */
export function acrossHtml(
  inspection: Inspection,
  lacks: (answer: Answer) => string | undefined,
  mark?: RegExp,
): Promise<Verdict> {
  return across(htmlPages(inspection), NO_HTML, ({ path, seen }) => {
    const wrong = lacks(seen.answer)
    return wrong === undefined ? passed() : failed(`GET ${path}: ${wrong}`, seen, mark)
  })
}

const NO_HTML = 'It has no HTML page that is known; name some under "pages" in the configuration.'

/** The place of a header field, name and value. */
export function fieldIn(name: string): RegExp {
  return new RegExp(`^${name}:[^\\r\\n]*`, 'im')
}

/** The line of the request and the first of the answer, to say which one was meant. */
export function requestLine({ sent }: Answered): string {
  return sent
    .subarray(0, 200)
    .toString('latin1')
    .replace(/ HTTP\/1\.1\r\n.*$/s, '')
}
