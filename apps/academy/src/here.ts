interface Caller {
  readonly remoteAddress: string
  readonly header: (name: string) => string | undefined
}

/** Whether a request comes from this very machine: asks it by its own name, and through nobody in between. */
export function isHere({ remoteAddress, header }: Caller): boolean {
  return (
    /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/.test(remoteAddress) &&
    /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/.test(header('host') ?? '') &&
    header('forwarded') === undefined &&
    header('x-forwarded-for') === undefined
  )
}
