import { judge } from "./judge.js";

judge("applications");
