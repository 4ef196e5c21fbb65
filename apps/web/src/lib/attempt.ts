/**
 * Gives a key for what is about to be sent: the same key as long as the same is sent, so that sending it once more is
 * known to the server as another attempt, and a new one as soon as anything in it differs.
 */
export function attemptKeys(newKey: () => string = () => crypto.randomUUID()): (sent: unknown) => string {
  let last = ''
  let key = ''
  return (sent) => {
    const text = JSON.stringify(sent)
    if (text !== last) [last, key] = [text, newKey()]
    return key
  }
}
