import type { Inspection } from '../../run/inspection.ts'
import type { Page } from '../../target/target.ts'
import { across, failed, inconclusive, markIn, passed, type Verdict } from '../../verdict.ts'
import { sameContent, STATUS, statusLine } from '../../wire/answer.ts'

/** The parts of a page's address. */
export interface Address {
  /** `/notes/1`. */
  readonly path: string
  /** From the question mark on, or empty. */
  readonly query: string
}

export function addressOf({ path }: Page): Address {
  const at = path.indexOf('?')
  return at === -1 ? { path, query: '' } : { path: path.slice(0, at), query: path.slice(at) }
}

const MOST_PAGES = 3

/**
 * Whether a page is shown at its own address only. Redirects and refusals are fine. Where an address that cannot exist
 * beside it shows the same page, as the shell of a front end is shown everywhere, nothing can be told of that page.
 *
 * @param respell other spellings of a path; none where the claim says nothing about it
 */
export function onlyThere(
  { send, target, random }: Inspection,
  respell: (path: string) => readonly string[],
): Promise<Verdict> {
  const places = target.pages
    .map((page) => ({ page, ...addressOf(page) }))
    .map((place) => ({ ...place, spellings: respell(place.path) }))
    .filter(({ spellings }) => spellings.length > 0)
  return across(places.slice(0, MOST_PAGES), 'No page has such an address.', async (place) => {
    const { page, path, query, spellings } = place
    const { as } = page
    const shown = await send({ path: page.path, as })
    const beside = await send({ path: `${parentOf(path)}${random.word(12)}${query}`, as })
    if (shown.answer.status !== 200)
      return inconclusive(`${page.path} is ${statusLine(shown.answer)} by now.`)
    if (sameContent(beside.answer, shown.answer))
      return inconclusive(`Every address beside ${page.path} shows the same.`)
    let unclear: string | undefined
    for (const spelling of spellings) {
      const exchange = await send({ path: spelling + query, as })
      if (exchange.answer.status >= 300) continue
      if (sameContent(exchange.answer, shown.answer) && !namesCanonical(exchange.answer.headers.get('link')))
        return failed(`${spelling.slice(0, 200)} shows the same as ${page.path}.`, [
          { exchange, mark: markIn(exchange, 'sent', spelling) },
          { exchange: shown, mark: markIn(shown, 'received', STATUS) },
        ])
      unclear = `${spelling.slice(0, 200)} is ${statusLine(exchange.answer)} with content of its own.`
    }
    return unclear === undefined ? passed() : inconclusive(unclear)
  })
}

/** Up to and including the last slash, that at the end left out of account. */
export function parentOf(path: string): string {
  return path.slice(0, path.replace(/\/$/, '').lastIndexOf('/') + 1)
}

/** Whether an answer says where its content really belongs (RFC 6596). */
function namesCanonical(link: string | undefined): boolean {
  return link !== undefined && /rel="?canonical\b/i.test(link)
}
