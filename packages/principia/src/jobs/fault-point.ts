/** The moments at which a crash would be worst. A test trips them; in production nothing listens. */
export type FaultPoint =
  | 'claim:before'
  | 'claim:after'
  | 'complete:before'
  | 'complete:after'
  | 'heartbeat:before'
  | 'recover:between'
  | 'email:delivered'
  | 'fire:before-commit'

type Trip = () => void | Promise<void>
const armed = new Map<FaultPoint, Trip>()

/** Passes the point; what a test has put there runs. It costs a look at an empty map. */
export function faultPoint(point: FaultPoint): void | Promise<void> {
  return armed.size === 0 ? undefined : armed.get(point)?.()
}

/** Makes `trip` run whenever the point is passed, until it is disposed of. For tests. */
export function armFaultPoint(point: FaultPoint, trip: Trip): Disposable {
  armed.set(point, trip)
  return { [Symbol.dispose]: () => void armed.delete(point) }
}
