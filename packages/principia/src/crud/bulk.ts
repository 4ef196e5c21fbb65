import type { TObject, TSchema } from 'typebox'
import { problems, type ProblemKind } from '../errors/index.ts'
import { t } from '../validation/index.ts'
import { atOperation, MERGE_PATCH, patched, pickMembers } from './change.ts'
import { meansState, tagOf } from './state.ts'
import type { Call, ResourceService, Stored } from './types.ts'

export interface BulkOperation {
  readonly op: 'create' | 'replace' | 'patch' | 'delete'
  readonly id?: string | number
  readonly value?: unknown
  readonly ifMatch?: string
}

/** What became of one operation of a bulk request. */
export interface BulkResult {
  readonly status: 200 | 201 | 204
  readonly id: string | number
  readonly etag?: string
}

const IfMatch = t.Optional(
  t.String({ maxLength: 200, description: 'The entity tag of the item that was read.' }),
)

/** Several changes in one request: all of them happen, or none. */
export function bulkBody(writable: TObject, changeable: TObject, id: TSchema, limit: number): TObject {
  return t.Object({
    operations: t.Array(
      t.Union([
        t.Object({ op: t.Literal('create'), value: writable }),
        t.Object({ op: t.Literal('replace'), id, value: changeable, ifMatch: IfMatch }),
        t.Object({
          op: t.Literal('patch'),
          id,
          value: t.Object({}, { additionalProperties: true }),
          ifMatch: IfMatch,
        }),
        t.Object({ op: t.Literal('delete'), id, ifMatch: IfMatch }),
      ]),
      { minItems: 1, maxItems: limit },
    ),
  })
}

export function bulkResponse(id: TSchema): TObject {
  const status = t.Union([t.Literal(200), t.Literal(201), t.Literal(204)])
  return t.Object({ results: t.Array(t.Object({ status, id, etag: t.Optional(t.String()) })) })
}

/** How a resource does each operation; the same functions that serve the requests for one item. */
export interface BulkMeans {
  readonly service: ResourceService<unknown, unknown>
  readonly members: readonly string[]
  readonly idOf: (item: unknown) => string | number
  /** The whole of what is written for a value, checked. */
  readonly toWrite: (value: unknown) => unknown
  readonly required: boolean
  /** What an operation for an older state is refused with. */
  readonly changed: ProblemKind
}

/**
 * Carries out all operations in order, in one transaction.
 *
 * @throws Problem the first one's that fails, with its place; then nothing has happened
 */
export function runBulk(
  operations: readonly BulkOperation[],
  means: BulkMeans,
  call: Call,
): Promise<BulkResult[]> {
  return call.db.transaction(async (db) => {
    const results: BulkResult[] = []
    for (const [index, operation] of operations.entries()) {
      try {
        results.push(await runOne(operation, means, { ...call, db }))
      } catch (error) {
        throw atOperation(error, index)
      }
    }
    return results
  })
}

async function runOne(operation: BulkOperation, means: BulkMeans, call: Call): Promise<BulkResult> {
  const { service, members, idOf, toWrite } = means
  const { op, value, id = '' } = operation
  const said = (status: 200 | 201, stored: Stored<unknown>): BulkResult => ({
    status,
    id: idOf(stored.item),
    etag: tagOf(stored),
  })
  if (op === 'create') return said(201, await service.create(value, call))
  const check = (current: Stored<unknown>) => matches(operation, current, means)
  if (op === 'delete') {
    if (await service.remove(id, check, call)) return { status: 204, id }
    throw problems.notFound()
  }
  const changed = await service.change(
    id,
    (current) => {
      check(current)
      return toWrite(op === 'patch' ? patched(pickMembers(current.item, members), value, MERGE_PATCH) : value)
    },
    call,
  )
  if (changed === undefined) throw problems.notFound()
  return said(200, changed)
}

function matches(
  { ifMatch }: BulkOperation,
  current: Stored<unknown>,
  { required, changed }: BulkMeans,
): void {
  if (ifMatch === undefined) {
    if (required) throw problems.preconditionRequired('Give the entity tag that you have read as `ifMatch`.')
  } else if (ifMatch !== '*' && !meansState(ifMatch, current)) throw changed('Read it again first.')
}
