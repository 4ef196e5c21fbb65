import type { Inspection } from '../../run/inspection.ts'
import type { Page, Target } from '../../target/target.ts'
import { across, type Verdict } from '../../verdict.ts'
import { essence } from './field-syntax.ts'
import { toRequest } from './while-steady.ts'

/** A page that can be had in several types. */
export interface Offer {
  readonly page: Page
  /** In lower case. */
  readonly types: readonly [usual: string, other: string]
}

const COMMON = [
  'application/json',
  'text/html',
  'application/xml',
  'text/csv',
  'text/plain',
  'application/cbor',
]
const MOST_PAGES = 25
const offers = new WeakMap<Target, Promise<readonly Offer[]>>()

/** Looks at pages that have several types to choose from. */
export async function acrossOffers(
  inspection: Inspection,
  examine: (offer: Offer) => Promise<Verdict | undefined>,
): Promise<Verdict> {
  return across(await offersOf(inspection), 'Each of its pages has one type, whatever is accepted.', examine)
}

function offersOf(inspection: Inspection): Promise<readonly Offer[]> {
  const { target } = inspection
  const known = offers.get(target)
  if (known !== undefined) return known
  const found = findOffers(inspection)
  offers.set(target, found)
  found.catch(() => offers.delete(target))
  return found
}

/** One request for each page shows whether it has another type: all are accepted but the one that it was found with. */
async function findOffers({ send, target }: Inspection): Promise<Offer[]> {
  const found: Offer[] = []
  for (const page of target.pages.slice(0, MOST_PAGES)) {
    const usual = essence(page.seen.answer.headers.get('content-type'))
    const others = [...described(page.operation?.answers['200']), ...COMMON].filter((type) => type !== usual)
    const { answer } = await send(toRequest(page, { Accept: [...new Set(others)].join(', ') }))
    const type = essence(answer.headers.get('content-type'))
    if (answer.status === 200 && others.includes(type)) found.push({ page, types: [usual, type] })
  }
  return found
}

/** Media types of a described answer, without ranges and parameters. */
function described(answer: { readonly content: Readonly<Record<string, unknown>> } | undefined): string[] {
  const types = Object.keys(answer?.content ?? {}).map(essence)
  return [...new Set(types)].filter((type) => type.includes('/') && !type.includes('*')).slice(0, 6)
}
