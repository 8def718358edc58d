// The clock of the benchmark: processor time of the main thread, so that other work of the machine,
// and V8's own threads, do not count. Linux tells it; elsewhere it is the time of day.
import { openSync, readSync } from "node:fs";

const buffer = Buffer.alloc(64);

function openSchedule() {
  try {
    return openSync(`/proc/self/task/${process.pid}/schedstat`, "r");
  } catch {
    return undefined;
  }
}

/** Makes `performance.now()` and `process.hrtime()`, with which ESLint's stats are made, tell that time. */
export function useProcessorTime() {
  const file = openSchedule();
  if (file === undefined) return;
  const nanoseconds = () => {
    // Asking for the usage makes the kernel bring the schedule's first figure up to date.
    process.cpuUsage();
    const length = readSync(file, buffer, 0, buffer.length, 0);
    return Number.parseInt(buffer.toString("latin1", 0, length), 10);
  };
  performance.now = () => nanoseconds() / 1e6;
  const hrtime = ([seconds, rest] = [0, 0]) => {
    const passed = nanoseconds() - seconds * 1e9 - rest;
    return [Math.floor(passed / 1e9), passed % 1e9];
  };
  process.hrtime = Object.assign(hrtime, { bigint: () => BigInt(nanoseconds()) });
}
