export interface Broadcast {
  readonly post: (message: unknown) => void
  readonly close: () => void
}

/** Talks to the other tabs of this browser. A courtesy only: nothing may depend on a message arriving. */
export function openBroadcast(name: string, onMessage: (message: unknown) => void): Broadcast {
  if (typeof BroadcastChannel === 'undefined') return { post: () => undefined, close: () => undefined }
  const channel = new BroadcastChannel(name)
  const listen = ({ data }: MessageEvent<unknown>): void => onMessage(data)
  channel.addEventListener('message', listen)
  return {
    // A broadcast channel is bound to its origin and takes no target.
    // oxlint-disable-next-line unicorn/require-post-message-target-origin
    post: (message) => channel.postMessage(message),
    close: () => channel.removeEventListener('message', listen),
  }
}
