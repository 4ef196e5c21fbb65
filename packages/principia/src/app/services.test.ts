import { expect, test } from 'vitest'
import { app } from '../index.ts'
import { bootApp } from './index.ts'

const quiet = { env: { LOG_LEVEL: 'silent' } }

function recorded(faults: { start?: string; stop?: string } = {}) {
  const events: string[] = []
  const service = (name: string) => ({
    service: name,
    start() {
      events.push(`start ${name}`)
      if (faults.start === name) throw new Error(`${name} is broken`)
      return name
    },
    stop() {
      events.push(`stop ${name}`)
      if (faults.stop === name) throw new Error(`${name} does not let go`)
    },
  })
  const services = { one: service('one'), two: service('two'), three: service('three') }
  return { events, app: app({ name: 'recorded', services }) }
}

test('services start in order and stop in reverse', async () => {
  const { events, app: whole } = recorded()
  const booted = await bootApp(whole, quiet)
  expect(await booted.close()).toBe(true)
  expect(events).toEqual(['start one', 'start two', 'start three', 'stop three', 'stop two', 'stop one'])
})

test('when one cannot start, those before it are stopped', async () => {
  const { events, app: half } = recorded({ start: 'three' })
  await expect(bootApp(half, quiet)).rejects.toThrow('three is broken')
  expect(events).toEqual(['start one', 'start two', 'start three', 'stop two', 'stop one'])
})

test('one that fails to stop does not keep the others from stopping', async () => {
  const { events, app: stubborn } = recorded({ stop: 'three' })
  const booted = await bootApp(stubborn, quiet)
  expect(await booted.close()).toBe(false)
  expect(events.slice(3)).toEqual(['stop three', 'stop two', 'stop one'])
})
