/** How often values were at most as large as each of some bounds. */
export class Histogram {
  readonly #bounds: readonly number[]
  readonly #buckets: Float64Array
  #sum = 0
  #count = 0

  /** @param bounds ascending, in milliseconds */
  constructor(bounds: readonly number[]) {
    this.#bounds = bounds
    this.#buckets = new Float64Array(bounds.length)
  }

  /** @param duration milliseconds */
  observe(duration: number): void {
    this.#count++
    this.#sum += duration
    for (let index = 0; index < this.#bounds.length; index++) {
      if (duration <= (this.#bounds[index] as number)) {
        this.#buckets[index] = (this.#buckets[index] as number) + 1
        return
      }
    }
  }

  /** Adds its lines in the Prometheus text format, in seconds. */
  write(lines: string[], name: string, labels: string): void {
    let below = 0
    for (let index = 0; index < this.#bounds.length; index++) {
      below += this.#buckets[index] as number
      lines.push(`${name}_bucket{${labels},le="${(this.#bounds[index] as number) / 1000}"} ${below}`)
    }
    lines.push(`${name}_bucket{${labels},le="+Inf"} ${this.#count}`)
    lines.push(`${name}_sum{${labels}} ${this.#sum / 1000}`, `${name}_count{${labels}} ${this.#count}`)
  }
}
