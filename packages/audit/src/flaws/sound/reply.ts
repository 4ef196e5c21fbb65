/** An answer, but for what every answer has. */
export interface Reply {
  readonly status: number
  /** As they are spelt. */
  readonly headers: Readonly<Record<string, string>>
  readonly body?: Buffer | undefined
}

export function json(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value))
}

/** With a field added to. */
export function withHeaders(reply: Reply, headers: Readonly<Record<string, string>>): Reply {
  return { ...reply, headers: { ...reply.headers, ...headers } }
}
