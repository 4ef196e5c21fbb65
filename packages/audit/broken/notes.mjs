// Notes behind a server of one's own, "since node:http is slow". It reads messages as most of them look, keeps notes in
// memory until it finds time to write them, and has never heard of signals. Started with its port and a folder.
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'

const FILE = `${process.argv[3]}/notes.json`
const notes = existsSync(FILE) ? JSON.parse(readFileSync(FILE, 'utf8')) : []
setInterval(() => writeFileSync(FILE, JSON.stringify(notes)), 5000)
process.on('SIGTERM', () => {})

function answer(socket, status, value, fields = '') {
  const body = typeof value === 'string' ? value : JSON.stringify(value)
  socket.write(
    `HTTP/1.1 ${status} OK\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n${fields}\r\n${body}`,
  )
}

function route(socket, method, path, headers, body) {
  appendFileSync(`${FILE}.log`, `${method} ${path} ${headers.authorization ?? ''} ${body}\n`)
  const [where] = path.split('?')
  if (where === '/ready') return answer(socket, 200, { ready: true })
  if (where === '/notes' && method === 'POST') {
    notes.push(JSON.parse(body))
    return answer(socket, 201, notes.at(-1), `Location: /notes/${notes.length - 1}\r\n`)
  }
  if (where === '/notes') return answer(socket, 200, { items: notes })
  const id = /^\/notes\/(\d+)$/.exec(where)?.[1]
  if (id !== undefined && method === 'DELETE') {
    notes[id] = null
    return answer(socket, 204, {})
  }
  if (id !== undefined) return answer(socket, notes[id] ? 200 : 404, notes[id] ?? { error: 'no such note' })
  if (where === '/')
    return answer(socket, 200, { name: 'notes', host: headers.host, id: headers['x-request-id'] })
  return answer(socket, 404, { error: `${path} was not found` }, `X-Path: ${decodeURIComponent(path)}\r\n`)
}

createServer((socket) => {
  let text = ''
  socket.on('error', () => {})
  socket.on('data', (chunk) => {
    text += chunk
    for (
      let end = text.indexOf('\n\r\n');
      end !== -1 || text.includes('\n\n');
      end = text.indexOf('\n\r\n')
    ) {
      const head = text.slice(0, end === -1 ? text.indexOf('\n\n') : end)
      const [line, ...lines] = head.split(/\r?\n/)
      const [method, path] = line.split(' ')
      const headers = {}
      for (const each of lines)
        headers[each.split(':')[0].trim().toLowerCase()] = each.slice(each.indexOf(':') + 1).trim()
      const from = head.length + (end === -1 ? 2 : 3)
      const length = Number.parseInt(headers['content-length'] ?? 0)
      if (text.length < from + length) return
      const body = text.slice(from, from + length)
      text = text.slice(from + length)
      try {
        route(socket, method, path, headers, body)
      } catch (error) {
        answer(socket, 500, { error: error.message, stack: error.stack })
      }
    }
  })
}).listen(Number(process.argv[2]), '127.0.0.1')
