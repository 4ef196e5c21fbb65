/** Requests that are on their way at the same time: enough for a race, and no flood. */
const AT_ONCE = 40

/** Does something many times, many at once; gives the results in order. */
export async function atOnce<T>(times: number, work: (index: number) => Promise<T>): Promise<T[]> {
  const results: T[] = []
  let next = 0
  const lane = async () => {
    while (next < times) {
      const index = next++
      results[index] = await work(index)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, lane))
  return results
}
