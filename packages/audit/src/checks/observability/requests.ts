import { probe } from '../../process/probe.ts'
import type { Inspection } from '../../run/inspection.ts'
import type { RequestSpec } from '../../wire/request.ts'

/** A request that succeeds, one to an address that is not there, and one whose content cannot be read. */
export function ordinary({ target }: Inspection, marker: string): RequestSpec[] {
  const page = probe(target)
  const missing = `${target.base}/${marker}`
  return [page, { path: missing }, ...unreadable(target, '"a": ')]
}

/** JSON that breaks off, where something takes JSON. */
export function unreadable(target: Inspection['target'], within: string): RequestSpec[] {
  if (!target.writable) return []
  const places = [...target.resources.filter(({ methods }) => methods.includes('create')), target.signIn]
  return places.slice(0, 2).flatMap((place) =>
    place === undefined
      ? []
      : [
          {
            method: 'POST',
            path: place.path,
            ...('as' in place ? { as: place.as } : {}),
            headers: { 'Content-Type': 'application/json' },
            body: `{${within}`,
          },
        ],
  )
}
