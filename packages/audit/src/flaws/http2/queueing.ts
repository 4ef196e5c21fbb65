import type { Socket } from 'node:net'
import { PREFACE, readFrame, TYPE, writeFrame } from '../../wire/http2/frames.ts'
import { settings, SETTINGS_ACK } from '../../wire/http2/write.ts'
import type { Specimen } from '../specimen.ts'
import { overHttp1 } from './application.ts'
import { bothVersions } from './lax.ts'

/**
 * A server that queues work for every frame of a type, whatever became of the stream, and serves all its connections from
 * that one queue: a flood of such frames keeps everybody waiting.
 *
 * @param cost milliseconds of work for each
 */
export function queueingOn(type: number, cost: number): Specimen {
  let free = performance.now()
  const work = () => (free = Math.max(free, performance.now()) + cost)
  return bothVersions(
    (socket) => countFrames(socket, type, work),
    (request, response) => {
      const timer = setTimeout(() => overHttp1(request, response), Math.max(0, free - performance.now()))
      response.on('close', () => clearTimeout(timer))
    },
  )
}

function countFrames(socket: Socket, type: number, work: () => void): void {
  let received = Buffer.alloc(0)
  let at = PREFACE.length
  let begun = false
  socket.write(writeFrame(settings()))
  socket.on('end', () => socket.end())
  socket.on('data', (chunk: Buffer) => {
    received = Buffer.concat([received.subarray(at), chunk])
    for (at = begun ? 0 : at; ;) {
      const next = readFrame(received, at)
      if (next === undefined) break
      if (!begun && next.frame.type === TYPE.SETTINGS) socket.write(writeFrame(SETTINGS_ACK))
      else if (next.frame.type === type) work()
      begun = true
      at = next.to
    }
    if (!begun) return
    received = received.subarray(at)
    at = 0
  })
}
