import type { Inspection } from '../../run/inspection.ts'
import { CannotTell } from '../../verdict.ts'
import type { Answered } from '../../wire/exchange.ts'

/** `live` and `ready` of a target that are known, once where they are one. */
export function healthAddresses({ target: { health } }: Inspection): string[] {
  return [...new Set([health.live, health.ready].flatMap((address) => address ?? []))]
}

export const NO_HEALTH =
  'It is not known where it tells whether it lives and is ready; name the addresses under "health", also on another port.'

/**
 * Asks for an address that is a path, or stands on another port.
 *
 * @throws CannotTell where it is on another machine
 */
export function ask(
  inspection: Inspection,
  address: string,
  request: { readonly method?: string; readonly headers?: Readonly<Record<string, string>> } = {},
): Promise<Answered> {
  const { origin } = inspection.target
  const url = new URL(address, origin)
  const here = new Set([origin.hostname, 'localhost', '127.0.0.1', '[::1]'])
  if (!here.has(url.hostname)) throw new CannotTell(`${address} is on another machine.`)
  const path = url.pathname + url.search
  return url.origin === origin.origin
    ? inspection.send({ path, ...request })
    : inspection.at(new URL(url.origin)).send({ path, ...request })
}
