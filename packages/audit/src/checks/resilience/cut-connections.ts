import { check } from '../../check.ts'
import { program, soundProgramWithDatabase } from '../../flaws/program/program.ts'
import { tryOnce } from '../../process/dependents.ts'
import { databaseOf, launch } from '../../process/launch.ts'
import { probe } from '../../process/probe.ts'
import { text } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { DATABASE } from './mend.ts'

export const cutConnections = check({
  id: 'resilience/cut-connections',
  claim: 'Losing its connections to the database does not end the process.',
  severity: 'should',
  source: text('node-postgres: Pool, events', 'https://node-postgres.com/apis/pool#events'),
  mend: DATABASE,
  needs: ['process'],
  within: 60_000,
  async run(inspection) {
    await using launched = await launch(inspection)
    const database = databaseOf(launched)
    const { running, patience } = launched
    const [page] = inspection.target.pages
    const request = page === undefined ? probe(inspection.target) : { path: page.path, as: page.as }
    for (const { path, as } of inspection.target.pages.slice(0, 4))
      await tryOnce(launched, { path, as }, patience)
    const { connections } = database
    if (connections === 0) return inconclusive('It had no connection to its database that could be cut.')
    database.cut()
    const exit = await running.ends(500)
    if (exit !== undefined)
      return failed(
        `When its idle connections to the database were reset, the process ended with ${exit.code}.`,
      )
    const { answered, exchange } = await tryOnce(launched, request, patience)
    if (running.exit !== undefined)
      return failed(
        `At the first request after its connections to the database were reset, the process ended with ${running.exit.code}.`,
        exchange,
      )
    return answered === undefined
      ? inconclusive(`It went on, but ${request.path} got no answer within ${patience} ms.`)
      : passed()
  },
  flaw: program(
    `
    import { connect } from 'node:net'
    serve({
      database(address) {
        const [host, port] = address.split(':')
        connect(port, host)
        return openDatabase(address)
      },
    })
  `,
    { database: true },
  ),
  sound: soundProgramWithDatabase,
})
