/** @type {import("eslint-doc-generator").GenerateOptions} */
export default {
  pathRuleDoc: "rules-docs/{name}.md",
  pathRuleList: ["README.md", "rules-docs/README.md"],
  ruleDocTitleFormat: "desc-parens-prefix-name",
  ruleDocNotices: [
    "deprecated",
    "configs",
    "fixable",
    "fixableAndHasSuggestions",
    "hasSuggestions",
    "requiresTypeChecking",
  ],
  ruleListColumns: ["name", "description", "configsError", "configsWarn", "hasSuggestions"],
  ignoreConfig: ["all", "strict"],
  configEmoji: [["recommended", "✅"]],
  initRuleDocs: false,
};
