/**
 * Imported for its effect, before everything that works with TypeScript: where the installed
 * `typescript` has no compiler API, this module throws one message that says what to do. Otherwise
 * the first module that touches the API would fail with "Cannot read properties of undefined".
 */
import typescript from "typescript";
import { compilerApiProblem } from "./typescript-support.js";

const problem = compilerApiProblem(typescript);
if (problem !== undefined) throw new Error(problem);
