const REPOSITORY = "https://github.com/svix/eslint-plugin-svix";

/** Where a page of rules-docs/ can be read: `docsUrl("setup")`. */
export function docsUrl(page: string): string {
  return `${REPOSITORY}/blob/main/rules-docs/${page}.md`;
}

/** Where an internal error is to be reported. */
export const ISSUES_URL = `${REPOSITORY}/issues`;
