import { format, resolveConfig } from "prettier";

/** @type {import("eslint-doc-generator").GenerateOptions} */
export default {
  pathRuleDoc: "rules-docs/{name}.md",
  pathRuleList: ["README.md", "rules-docs/README.md"],
  ruleDocTitleFormat: "desc-parens-prefix-name",
  ruleDocNotices: ["configs", "hasSuggestions", "requiresTypeChecking"],
  ruleListColumns: ["name", "description", "configsError", "configsWarn", "hasSuggestions"],
  ignoreConfig: ["all", "strict"],
  configEmoji: [["recommended", "✅"]],
  postprocess: async (content, path) =>
    format(content, { ...(await resolveConfig(path)), parser: "markdown" }),
};
