import { expect, it } from 'vitest'
import { locate } from './database-address.ts'

it.each([
  ['postgres://ada:p%40ss@db:5433/shop?sslmode=disable', 'db', 5433],
  ['postgresql://db/shop', 'db', 5432],
  ['jdbc:mysql://db/shop?useSSL=false', 'db', 3306],
  ['jdbc:sqlserver://db:1500;databaseName=shop', 'db', 1500],
  ['redis://[::1]:6380/0', '::1', 6380],
  ['mongodb+srv://db:1/shop', 'db', 1],
  ['db:6379', 'db', 6379],
])('finds host and port of %s', (address, host, port) => {
  expect(locate(address)).toMatchObject({ host, port })
})

it.each(['', 'file:shop.db', './shop.sqlite', 'http://db/shop', 'mongodb://a:1,b:2/shop'])(
  'finds none in "%s"',
  (address) => expect(locate(address)).toBeUndefined(),
)

it('puts another place in its stead, and leaves everything else', () => {
  expect(locate('postgres://ada:pw@db/shop?a=b')?.at('127.0.0.1', 7)).toBe(
    'postgres://ada:pw@127.0.0.1:7/shop?a=b',
  )
  expect(locate('jdbc:postgresql://db:1/shop')?.at('127.0.0.1', 7)).toBe('jdbc:postgresql://127.0.0.1:7/shop')
})
