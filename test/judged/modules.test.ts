import { judge } from "./judge.js";

judge("modules");
