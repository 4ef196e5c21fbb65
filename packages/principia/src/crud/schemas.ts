import type { TObject, TSchema } from 'typebox'
import { propertiesOf, t, type JsonSchema } from '../validation/index.ts'
import { filterParameters } from './filters.ts'
import { sortParameter } from './order.ts'
import type { ResourceSpec } from './spec.ts'

/** The schemas that a resource's routes declare, made from that of an item. */
export interface ResourceSchemas {
  /** What a client may write: the item without what the server sets. */
  readonly writable: TObject
  /** The same without what stays as it was made. */
  readonly changeable: TObject
  /** The item as it is answered, with its links. */
  readonly shown: TObject
  readonly page: TObject
  readonly query: TObject
  readonly fields: TObject
  /** The path's parameters of an item: what names it, and those of the resource's own path. */
  readonly id: TObject
  /** Those of the collection, where it has any. */
  readonly place: TObject | undefined
}

const DEFAULT_PAGE = 20
const MAX_PAGE = 100

/** A module around the resource, or its host, may have parameters as well. */
const WITH_OTHERS = { additionalProperties: true }

const CURSOR = { maxLength: 1000, pattern: '^[\\w-]+$' }

const CursorPage = t.Object(
  { next: t.Union([t.String(), t.Null()]), previous: t.Union([t.String(), t.Null()]) },
  { title: 'CursorPage' },
)
const OffsetPage = t.Object(
  { offset: t.Integer(), limit: t.Integer(), total: t.Integer() },
  { title: 'OffsetPage' },
)

/**
 * @param inPath the parameters of the resource's own path
 * @throws TypeError where the declaration names members that are not there or do not fit
 */
export function schemasOf(
  spec: ResourceSpec<TObject, string, never>,
  inPath: readonly string[],
): ResourceSchemas {
  const { id = 'id', immutable = [] } = spec
  const readOnly = spec.readOnly ?? (immutable.includes(id) ? [] : [id])
  const item: JsonSchema = { ...spec.item }
  const properties = spec.item.properties as Record<string, TSchema>
  refuseUnknown(properties, { readOnly, immutable, listed: spec.listed ?? [] })
  const both = immutable.filter((name) => readOnly.includes(name))
  if (both.length > 0) {
    throw new TypeError(
      `immutable: "${both.join('", "')}" is in \`readOnly\` as well; who sets it, the client once or the server?`,
    )
  }
  const title = typeof item.title === 'string' ? item.title : 'Item'
  const links = spec.links === undefined ? {} : { links: t.Record(t.String(), t.String()) }
  const shown = t.Object({ ...properties, ...links }, { title })
  const without = (names: readonly string[], named: string) =>
    t.Object(Object.fromEntries(Object.entries(properties).filter(([name]) => !names.includes(name))), {
      title: named,
    })
  const writable = without(readOnly, `New${title}`)
  const place = Object.fromEntries(inPath.map((name) => [name, properties[name] ?? t.String()]))
  return {
    writable,
    changeable: immutable.length === 0 ? writable : without([...readOnly, ...immutable], `Changed${title}`),
    shown,
    page: t.Object(
      {
        items: t.Array(listedOf(spec, shown, title)),
        page: spec.pagination?.by === 'offset' ? OffsetPage : CursorPage,
      },
      { title: `${title}List` },
    ),
    query: t.Object(queryOf(spec, item)),
    fields: t.Object(fieldsOf(spec, item)),
    id: t.Object({ ...place, [id]: properties[id] as TSchema }, WITH_OTHERS),
    place: inPath.length === 0 ? undefined : t.Object(place, WITH_OTHERS),
  }
}

function queryOf(spec: ResourceSpec<TObject, string, never>, item: JsonSchema): Record<string, TSchema> {
  const { by = 'cursor', size = DEFAULT_PAGE, max = MAX_PAGE } = spec.pagination ?? {}
  if (!(size >= 1 && size <= max)) throw new TypeError(`pagination: size is 1 to max (${max}); got ${size}.`)
  const limit = t.Integer({ minimum: 1, maximum: max, default: size, description: 'Items on a page.' })
  const place: Record<string, TSchema> =
    by === 'offset'
      ? {
          offset: t.Integer({ minimum: 0, maximum: 100_000, default: 0, description: 'Items to leave out.' }),
        }
      : {
          after: t.Optional(t.String({ ...CURSOR, description: 'The `next` of the page before.' })),
          before: t.Optional(t.String({ ...CURSOR, description: 'The `previous` of the page behind.' })),
        }
  const words = t.Optional(t.String({ minLength: 1, maxLength: 200, description: 'Words that all occur.' }))
  return {
    limit,
    ...place,
    ...(spec.sort === undefined || spec.sort.length === 0 ? {} : { sort: sortParameter(item, spec.sort) }),
    ...(spec.search === undefined || spec.search.length === 0 ? {} : { q: words }),
    ...fieldsOf(spec, item),
    ...filterParameters(item, spec.filter ?? []),
  }
}

function refuseUnknown(properties: object, named: Readonly<Record<string, readonly string[]>>): void {
  for (const [option, names] of Object.entries(named)) {
    const unknown = names.filter((name) => !(name in properties))
    if (unknown.length > 0) throw new TypeError(`${option}: the items have no "${unknown.join('", "')}".`)
  }
}

/** An item as a list shows it. */
function listedOf(
  { fields, listed, links }: ResourceSpec<TObject, string, never>,
  shown: TObject,
  title: string,
): TObject {
  if (fields === true) return t.Partial(shown, { title: `Partial${title}` })
  if (listed === undefined) return shown
  const names: string[] = [...listed, ...(links === undefined ? [] : ['links'])]
  return t.Pick(shown, names, { title: `Listed${title}` })
}

function fieldsOf(spec: ResourceSpec<TObject, string, never>, item: JsonSchema): Record<string, TSchema> {
  if (spec.fields !== true) return {}
  const names = propertiesOf(item).map(([name]) => RegExp.escape(name))
  const one = `(?:${names.join('|')})`
  return {
    fields: t.Optional(
      t.String({
        pattern: `^${one}(?:,${one})*$`,
        maxLength: 1000,
        description: 'The members that are wanted, such as "id,title".',
      }),
    ),
  }
}
