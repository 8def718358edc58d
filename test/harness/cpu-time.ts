/**
 * Runs something and gives the seconds of processor time it took. A bound on those holds on a machine
 * that is busy with other things too, which a bound on the clock does not. Each test file has a
 * process of its own.
 */
export function cpuTimeOf<T>(work: () => T): { readonly result: T; readonly seconds: number } {
  const start = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(start);
  return { result, seconds: (user + system) / 1e6 };
}
