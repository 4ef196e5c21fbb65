/** Does something with each value, so many at the same time, and gives the results in the order of the values. */
export async function atOnce<T, R>(
  values: readonly T[],
  run: (value: T) => Promise<R>,
  many = 6,
): Promise<R[]> {
  const results: R[] = []
  let next = 0
  const work = async () => {
    while (next < values.length) {
      const index = next++
      results[index] = await run(values[index] as T)
    }
  }
  await Promise.all(Array.from({ length: Math.min(many, values.length) }, work))
  return results
}
