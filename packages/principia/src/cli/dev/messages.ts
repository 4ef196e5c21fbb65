/** What `principia dev` and the process that runs the app say to each other. */
export type ToApp =
  | { readonly kind: 'load'; readonly file: string }
  | { readonly kind: 'start'; readonly announce: boolean }
  /** `hurry`: the next one is waiting, so what is in flight gets a moment only. */
  | { readonly kind: 'stop'; readonly hurry: boolean }

export type FromApp =
  /** The app's file is loaded; nothing is started yet. */
  { readonly kind: 'loaded' } | { readonly kind: 'started'; readonly usesDatabase: boolean }

/** The channel is this program's own, so the kind is all there is to check. */
export function isMessage(message: unknown): message is { readonly kind: string } {
  return (
    typeof message === 'object' && message !== null && 'kind' in message && typeof message.kind === 'string'
  )
}
