import { idempotencyOf, type IdempotencyStores } from '../http/idempotency.ts'
import type { Route } from '../routing/index.ts'
import type { StartedService } from './boot.ts'

/**
 * Opens the stores that the routes need, and none that they do not.
 *
 * @throws StartFault when one cannot keep answers
 */
export async function openStores(
  routes: readonly Route[],
  services: readonly StartedService[],
): Promise<IdempotencyStores> {
  const wanted = routes.flatMap((route) => idempotencyOf(route) ?? [])
  const stores = new Map<string, ReturnType<IdempotencyStores['get']>>()
  for (const { name, definition, instance } of services) {
    if (definition.idempotency === undefined) continue
    const isWanted = wanted.some(({ service = name }) => service === name)
    const store = isWanted ? definition.idempotency(instance) : undefined
    await store?.prepare()
    stores.set(name, store)
  }
  return stores
}
