/** What went wrong and, in brackets, why: for logs and operators, never for a client. */
export function messageWithCause(error: Error): string {
  return error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message
}
