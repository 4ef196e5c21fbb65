/** A duration in the unit that reads best: `0.34 ms`, `12.3 ms`, `1.24 s`. */
export function duration(milliseconds) {
  if (milliseconds < 10) return `${milliseconds.toFixed(2)} ms`
  if (milliseconds < 100) return `${milliseconds.toFixed(1)} ms`
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`
  return `${(milliseconds / 1000).toFixed(2)} s`
}

/** Bytes in units of 1024, or of 1. */
export function size(bytes) {
  if (bytes < 1024) return bytes === 1 ? '1 byte' : `${bytes} bytes`
  if (bytes < 1024 ** 2) return `${(bytes / 1024).toFixed(1)} KiB`
  return `${(bytes / 1024 ** 2).toFixed(1)} MiB`
}

/** The time of day, to the second. */
export function clock(time) {
  return new Date(time).toLocaleTimeString('en-GB')
}

/** The whole point in time, to the millisecond, in the reader's zone. */
export function moment(time) {
  const date = new Date(time)
  const zone = date.toLocaleTimeString('en-GB', { timeZoneName: 'short' }).split(' ').at(-1)
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
  return `${day} ${clock(time)}.${String(date.getMilliseconds()).padStart(3, '0')} ${zone}`
}

/** The class that colours a status. */
export function tone(status) {
  return `s${String(status)[0]}`
}

export function count(number, one, many = `${one}s`) {
  return `${number} ${number === 1 ? one : many}`
}

function two(number) {
  return String(number).padStart(2, '0')
}
