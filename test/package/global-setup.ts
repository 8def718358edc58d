import { tarball } from "./tarball.js";

/** Packs once a run: every test file is given the same tarball, whatever is edited meanwhile. */
export default async function pack(): Promise<void> {
  process.env["SVIX_PLUGIN_TARBALL"] = await tarball();
}
