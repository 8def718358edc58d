import { textOf, type StringValue } from "../values/static-value.js";

/** Hosts of the own machine, to which a self-hosted server may deliver without TLS. */
const LOCAL = /^(?:localhost|.*\.localhost|127(?:\.\d{1,3}){3}|0\.0\.0\.0|\[::1\])$/iu;
const LOCAL_NAMES = ["localhost", "127.0.0.1", "0.0.0.0", "[::1]"];

/**
 * What is wrong with an endpoint's URL: it is no absolute URL, or it is not https. Of a template
 * what stands before the first hole is judged; `http://${host}` is insecure whatever the host is,
 * unless the scheme was chosen by the program (`${secure ? "https" : "http"}://${host}`).
 */
export function urlProblem(value: StringValue): "malformedUrl" | "notHttps" | undefined {
  const whole = textOf(value);
  if (whole !== undefined) return wholeProblem(whole);
  const [head] = value.parts;
  if (typeof head !== "string" || value.chosen) return undefined;
  const insecure = /^\s*http:\/\/(?:[^/@?#]*@)?([^/?#]*)/iu.exec(head);
  if (!insecure) return looksRelative(head) ? "malformedUrl" : undefined;
  return mayBeLocal(insecure[1] ?? "", insecure[0].length < head.length) ? undefined : "notHttps";
}

function wholeProblem(source: string): "malformedUrl" | "notHttps" | undefined {
  let url: URL;
  try {
    url = new URL(source);
  } catch {
    return "malformedUrl";
  }
  if (url.protocol === "https:") return undefined;
  // localhost:3000/hook is read as a URL of the scheme "localhost:".
  if (!/^[a-z][a-z0-9+.-]*:\/\//iu.test(source.trim())) return "malformedUrl";
  return url.protocol === "http:" && LOCAL.test(url.hostname) ? undefined : "notHttps";
}

/** `/hooks/${id}`, `example.com/${id}`: no scheme can stand before what is known. */
function looksRelative(head: string): boolean {
  return !/^\s*[a-z][a-z0-9+.-]*:/iu.test(head) && /[/.]/u.test(head);
}

/** Whether a host of which the beginning is known can be the own machine. */
function mayBeLocal(known: string, complete: boolean): boolean {
  const host = known.replace(/:\d*$/u, "");
  if (complete || host !== known) return LOCAL.test(host);
  return host !== "" && LOCAL_NAMES.some((name) => name.startsWith(host.toLowerCase()));
}
