import { readValue } from '../validation/index.ts'
import type { Event } from './event.ts'

/** What is wrong with the data of an event that is to be written, as a sentence; `undefined` where nothing is. */
export async function dataMistake(event: Event, data: unknown): Promise<string | undefined> {
  return (await validated(event, data)).mistake
}

/**
 * The data of an event that was written with some version of its shape, as the newest version has it.
 *
 * @throws TypeError where it cannot be made of it
 */
export async function readData(event: Event, version: number, written: unknown): Promise<unknown> {
  const { version: newest = 1, upcast = {} } = event.spec
  if (version > newest)
    throw new TypeError(
      `Event "${event.name}" was written with version ${version} of its shape; this process knows versions up to ${newest}.`,
    )
  let data = written
  for (let from = version; from < newest; from++) data = (upcast[from] as (data: unknown) => unknown)(data)
  const { value, mistake } = await validated(event, data)
  if (mistake !== undefined) throw new TypeError(mistake)
  return value
}

async function validated(event: Event, data: unknown): Promise<{ value?: unknown; mistake?: string }> {
  const { value, mistakes } = await readValue(event.spec.data, data)
  if (mistakes === undefined) return { value }
  return { mistake: `The data of event "${event.name}" is not what its schema says: ${mistakes}.` }
}
