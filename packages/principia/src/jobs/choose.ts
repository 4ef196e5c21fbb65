import { query, type Queryable } from '../database/index.ts'

/** A job by its id, several, or all of a queue or a kind; the text `all` is every one that there is. */
export type Chosen =
  | string
  | { readonly ids: readonly string[] }
  | { readonly queue: string; readonly kind?: string }
  | { readonly kind: string; readonly queue?: string }

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i

export function isId(text: string): boolean {
  return UUID.test(text)
}

interface Conditions {
  readonly ids: readonly string[] | null
  readonly queue: string | null
  readonly kind: string | null
}

function conditionsOf(chosen: Chosen): Conditions {
  if (chosen === 'all') return { ids: null, queue: null, kind: null }
  if (typeof chosen === 'string' || 'ids' in chosen) {
    const ids = typeof chosen === 'string' ? [chosen] : chosen.ids
    const wrong = ids.find((id) => !isId(id))
    if (wrong !== undefined) throw new TypeError(`The id of a job is a UUID; got "${wrong}".`)
    return { ids, queue: null, kind: null }
  }
  const { queue = null, kind = null } = chosen
  // What was meant to be a filter must not become everything.
  if (queue === null && kind === null) {
    throw new TypeError(`Jobs are chosen by ids, by queue or by kind; 'all' chooses every one.`)
  }
  return { ids: null, queue, kind }
}

/**
 * Picks the jobs to which something is done, and locks them, in the order of their ids so that two who do the same wait for each
 * other instead of for ever. `$1` are ids, `$2` is a queue, `$3` a kind, `$4` the id after which to go on, `$5` how many.
 */
export const picked = (states: string): string => `
  picked as materialized (
    select id, state from principia_jobs
    where state in (${states}) and ($1::uuid[] is null or id = any($1)) and ($2::text is null or queue = $2)
      and ($3::text is null or kind = $3) and ($4::uuid is null or id > $4)
    order by id limit $5 for update
  )`

const AT_ONCE = 1000

interface Batch {
  readonly changed: number
  /** Workers that were told something. */
  readonly told: number
  /** The last id of the batch; null where there was none left. */
  readonly last: string | null
}

/** Runs a statement that begins with `picked` and gives a `Batch`, until it has had all. */
export async function changeChosen(
  db: Queryable,
  chosen: Chosen,
  statement: string,
): Promise<Pick<Batch, 'changed' | 'told'>> {
  const { ids, queue, kind } = conditionsOf(chosen)
  const sum = { changed: 0, told: 0 }
  for (let after: string | null = null; ;) {
    const [batch]: readonly Batch[] = await query<Batch>(db, statement, [ids, queue, kind, after, AT_ONCE])
    if (batch === undefined || batch.last === null) return sum
    sum.changed += batch.changed
    sum.told += batch.told
    after = batch.last
  }
}
