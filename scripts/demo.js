// Lints fixtures/shop as its owner would, then says what the contract makes of the findings.
import path from "node:path";
import { ESLint } from "eslint";
import { postconditions } from "../dist/contract/postconditions.js";
import { EVERY_POST, NEW_SVIX } from "../dist/contract/types.js";
import { callSitesByPostcondition, table } from "./postcondition-table.js";

const shop = path.resolve(import.meta.dirname, "../fixtures/shop");

const eslint = new ESLint({ cwd: shop });
const results = await eslint.lintFiles(["."]);
const formatter = await eslint.loadFormatter("stylish");
console.log(await formatter.format(results));

// What holds for every request or for making a client belongs to no documented function.
const documented = postconditions.filter(
  ({ origin, operation }) =>
    origin === "documented" && operation !== EVERY_POST && operation !== NEW_SVIX,
);
const counts = callSitesByPostcondition(results);
console.log(
  `Call sites of fixtures/shop that break the ${documented.length} documented postconditions\n`,
);
console.log(table(documented, counts));

const crashed = results.filter(({ fatalErrorCount }) => fatalErrorCount > 0);
if (crashed.length > 0) process.exitCode = 2;
