import type { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { refuse, reply } from './app.ts'
import { Gone, Input, Refused } from './input.ts'
import type { Laxity } from './laxity.ts'
import { endOf, readContent, type End } from './read-content.ts'
import { readHead, valuesOf, type Head } from './read-head.ts'
import { writeReply } from './write-reply.ts'

/** What all connections of a server share. */
export interface Shared {
  stopped: boolean
  served: number
  waiting: (() => void)[]
  /** The answer that is being written. */
  writing: Promise<void>
}

/** Milliseconds for the head of a message, and for its content. */
const PATIENCE = 1000
const IDLE = 65_000

/** Answers what is asked on a connection, one request after the other. */
export async function serveConnection(socket: Socket, lax: Laxity, shared: Shared): Promise<void> {
  const input = new Input(socket)
  if (lax.resetsStop === true) socket.on('error', () => (shared.stopped = true))
  const release = await takeSlot(lax, shared)
  try {
    while (await serveOne(input, socket, lax, shared));
  } catch (error) {
    if (!(error instanceof Gone)) throw error
  } finally {
    release()
  }
  socket.end()
}

/** @returns whether the connection goes on */
async function serveOne(input: Input, socket: Socket, lax: Laxity, shared: Shared): Promise<boolean> {
  input.limit(lax.idle ?? IDLE)
  try {
    if (!(await input.some())) return false
  } catch {
    return false
  }
  input.limit(PATIENCE, lax.timePerByte)
  let head: Head | undefined
  try {
    if (lax.onePacket === true && !(await input.holds('\r\n\r\n'))) throw new Refused(400, 'half a message')
    head = await readHead(input, lax)
    if (shared.stopped) return false
    const second = lax.pipelinedReversed === true && input.length > 0 ? await readHead(input, lax) : undefined
    if (second !== undefined) await answer(second, 0, input, socket, lax, shared)
    return await answer(head, endOf(head, lax), input, socket, lax, shared)
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    if (lax.silentLimits === true && error.status > 400) return false
    const connection = lax.goesOn === true ? undefined : 'close'
    const method = head?.method ?? 'GET'
    socket.write(writeReply(refuse(error.status), { method, minor: 1, connection }, lax))
    return lax.goesOn === true
  } finally {
    input.unlimited()
  }
}

async function answer(
  head: Head,
  end: End,
  input: Input,
  socket: Socket,
  lax: Laxity,
  shared: Shared,
): Promise<boolean> {
  const { method, minor } = head
  const expected = valuesOf(head, 'expect').join(',').toLowerCase()
  if (expected !== '' && expected !== '100-continue' && lax.unknownExpectBreaks === true) return false
  if (expected === '100-continue') await invite(minor, input, socket, lax)
  const ignored = lax.contentIgnored === true && method === 'GET'
  input.limit(PATIENCE, lax.timePerByte)
  const content = ignored ? Buffer.alloc(0) : await readContent(input, head, end, lax)
  if (lax.halfClosedIsGone === true) {
    await sleep(20)
    if (input.ended) throw new Gone()
  }
  const keeps = keepsFor(head, lax)
  const bytes = writeReply(
    reply(head, content, lax),
    { method, minor, connection: saidFor(keeps, minor, lax) },
    lax,
  )
  if (lax.oneWriter !== true) socket.write(bytes)
  else await (shared.writing = shared.writing.then(() => written(socket, bytes)))
  return keeps
}

function written(socket: Socket, bytes: Buffer): Promise<void> {
  return new Promise((resolve) => socket.write(bytes, () => resolve()))
}

/** Section 10.1.1 of RFC 9110. */
async function invite(minor: number, input: Input, socket: Socket, lax: Laxity): Promise<void> {
  if (minor !== 1) return
  if (lax.lateContinue === true) await input.some()
  socket.write('HTTP/1.1 100 Continue\r\n\r\n')
}

/** Whether the connection is kept (RFC 9112 section 9.3). */
function keepsFor(head: Head, lax: Laxity): boolean {
  const options = valuesOf(head, 'connection').join(',').toLowerCase()
  if (lax.neverKeeps === true || lax.closesSilently === true) return false
  if (lax.neverCloses === true) return true
  if (options.includes('close') || head.minor === 9) return false
  return head.minor === 1 || (options.includes('keep-alive') && lax.brokenKeepAlive !== true)
}

function saidFor(keeps: boolean, minor: number, lax: Laxity): 'close' | 'keep-alive' | undefined {
  if (minor === 0 && (keeps || lax.brokenKeepAlive === true)) return 'keep-alive'
  return keeps || lax.closesSilently === true ? undefined : 'close'
}

/** @returns what gives it back */
async function takeSlot({ connections = Infinity }: Laxity, shared: Shared): Promise<() => void> {
  if (shared.served >= connections) await new Promise<void>((resolve) => shared.waiting.push(resolve))
  shared.served++
  return () => {
    shared.served--
    shared.waiting.shift()?.()
  }
}
