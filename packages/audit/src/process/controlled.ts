/** A backend that the auditor has started itself, and may end. */
export interface Controlled {
  readonly pid: number
}
